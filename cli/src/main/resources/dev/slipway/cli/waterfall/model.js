// What is drawn, and what follows from it. Times are microseconds since the deployment began.
const data = JSON.parse(document.getElementById('data').textContent);
const spans = data.spans;
const whole = Math.max(1, data.length);

// Rows stand parents first, so all that is below a row follows it: up to `after`.
spans.forEach((span, index) => {
  const parent = spans[span.parent];
  span.index = index;
  span.depth = parent ? parent.depth + 1 : 0;
  span.after = index + 1;
  span.leaf = true;
  span.end = span.start + span.took;
});
for (let index = spans.length - 1; index >= 0; index--) {
  const span = spans[index];
  const parent = spans[span.parent];
  span.kept = span.kept || !span.aws;
  if (parent) {
    parent.after = Math.max(parent.after, span.after);
    // A call to AWS is a detail, unless something else happened below it.
    parent.kept = parent.kept || span.kept;
    parent.leaf = parent.leaf && Boolean(span.aws);
  }
}

const services = [...new Set(data.resources.map(service))];

function service(resource) {
  return resource['service.name'] || 'unknown service';
}

const state = {
  from: 0,
  to: whole,
  collapsed: new Set(),
  critical: true,
  aws: false,
  query: '',
  selected: -1,
  visible: [],
  matches: new Set(),
};

function text(span) {
  if (span.text === undefined) {
    const values = Object.entries(span.attributes).map(([key, value]) => key + '=' + value);
    span.text = [span.name, span.note, span.error, ...values].filter(Boolean).join('\n').toLowerCase();
  }
  return span.text;
}

/** Chooses the rows: those that match with those above them, without what is below closed ones. */
function choose() {
  const query = state.query.trim().toLowerCase();
  const wanted = new Uint8Array(spans.length);
  let hidden = 0;
  state.matches.clear();
  for (let index = spans.length - 1; index >= 0; index--) {
    const span = spans[index];
    const eligible = state.aws || span.kept;
    if (query && text(span).includes(query)) {
      if (eligible) {
        state.matches.add(index);
      } else {
        hidden++;
      }
    }
    wanted[index] = wanted[index] || (eligible && (!query || state.matches.has(index))) ? 1 : 0;
    if (query && wanted[index] && span.parent >= 0) {
      wanted[span.parent] = 1;
    }
  }
  state.visible = [];
  for (let index = 0; index < spans.length; ) {
    if (wanted[index]) {
      state.visible.push(index);
    }
    // What was searched for is shown wherever it is.
    index = !query && state.collapsed.has(index) ? spans[index].after : index + 1;
  }
  return hidden;
}

function hasRowsBelow(span) {
  for (let index = span.index + 1; index < span.after; index++) {
    if (state.aws || spans[index].kept) {
      return true;
    }
  }
  return false;
}

function duration(micros) {
  const millis = micros / 1000;
  if (millis === 0) {
    return '0';
  }
  if (millis < 0.95) {
    return Math.max(0.1, millis).toFixed(1) + 'ms';
  }
  if (millis < 999.5) {
    return Math.round(millis) + 'ms';
  }
  if (millis < 59950) {
    return (millis / 1000).toFixed(1) + 's';
  }
  const seconds = Math.floor(millis / 1000);
  return Math.floor(seconds / 60) + 'm' + String(seconds % 60).padStart(2, '0') + 's';
}

/** Makes an element; texts become text and nothing else. */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children.filter((child) => child !== undefined && child !== ''));
  return made;
}

function byId(id) {
  return document.getElementById(id);
}
