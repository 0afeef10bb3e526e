// Puts the parts together.
function drawHeader() {
  const subject = data.subject;
  byId('title').textContent = subject.title;
  byId('outcome').textContent = duration(data.length) + ' · ' + subject.outcome;
  byId('outcome').className = subject.state;
  byId('when').textContent = new Date(subject.began).toLocaleString();
  const named = data.coverage === undefined ? '' : 'named ' + (100 * data.coverage).toFixed(1) + ' % of the time';
  const lost = data.orphans ? data.orphans + (data.orphans === 1 ? ' span' : ' spans') + ' without its parent' : '';
  const link = subject.url ? element('a', { href: subject.url, rel: 'noreferrer' }, 'trace ' + subject.trace) : '';
  byId('ids').append(
    'deployment ' + subject.deployment + ' · ',
    link || 'trace ' + subject.trace,
    ...[spans.length + ' spans', named, lost].filter(Boolean).map((remark) => ' · ' + remark),
  );
  const origin = spans.find((span) => span.origin);
  if (origin) {
    byId('cause').append('✗ ', goToButton(origin.index), ' ' + (origin.error || 'failed'));
  }
  const parts = data.longest.map((part) => {
    const button = element('button', { class: 'part' }, part.label + ' ', element('b', {}, duration(part.took)));
    button.addEventListener('click', () => goTo(part.span));
    return button;
  });
  byId('longest').append(...(parts.length ? ['Critical path: ', ...parts] : []));
  const legend = services.map((name, i) => element('span', { class: 'key' }, element('i', { class: 's' + (i % 5) }), name));
  byId('longest').append(element('span', { class: 'legend' }, ...legend));
}

function draw() {
  drawAxis();
  drawRows();
}

/** Draws after what is shown has changed. */
function refresh() {
  const hidden = choose();
  byId('aws').setAttribute('aria-pressed', String(state.aws));
  byId('critical').setAttribute('aria-pressed', String(state.critical));
  const inCalls = hidden ? ' · ' + hidden + ' in AWS calls' : '';
  byId('matches').textContent = state.query.trim() ? state.matches.size + ' of ' + spans.length + inCalls : '';
  draw();
  if (!byId('compare').hidden) {
    drawCompare();
  }
}

function tab(name) {
  for (const each of ['waterfall', 'compare']) {
    byId('tab-' + each).setAttribute('aria-selected', String(each === name));
    byId('tab-' + each).tabIndex = each === name ? 0 : -1;
    byId(each).hidden = each !== name;
  }
  document.body.classList.toggle('comparing', name === 'compare');
  if (name === 'compare') {
    byId('details').hidden = true;
  }
}

function toggle(name) {
  state[name] = !state[name];
  refresh();
}

function foldAll(close) {
  state.collapsed = new Set(close ? spans.filter((span) => span.parent >= 0 && hasRowsBelow(span)).map((span) => span.index) : []);
  refresh();
}

const shortcuts = {
  '/': () => byId('search').focus(),
  '?': () => byId('help').showModal(),
  '+': () => zoom(STEP),
  '=': () => zoom(STEP),
  '-': () => zoom(1 / STEP),
  0: () => look(0, whole),
  1: () => (tab('waterfall'), refresh()),
  2: () => (tab('compare'), refresh()),
  c: () => toggle('critical'),
  w: () => toggle('aws'),
  Escape: () => (state.query ? search('') : hideDetails()),
};

function search(query) {
  byId('search').value = state.query = query;
  byId('rows').scrollTop = 0;
  refresh();
}

function onKey(event) {
  const typing = event.target === byId('search') && event.key !== 'Escape';
  if (typing || event.ctrlKey || event.metaKey || event.altKey || byId('help').open || !(event.key in shortcuts)) {
    return;
  }
  event.preventDefault();
  shortcuts[event.key]();
}

function on(id, type, listener, options) {
  byId(id).addEventListener(type, listener, options);
}

drawHeader();
on('tab-waterfall', 'click', shortcuts[1]);
on('tab-compare', 'click', shortcuts[2]);
on('critical', 'click', shortcuts.c);
on('aws', 'click', shortcuts.w);
on('collapse', 'click', () => foldAll(true));
on('expand', 'click', () => foldAll(false));
on('closer', 'click', shortcuts['+']);
on('wider', 'click', shortcuts['-']);
on('reset', 'click', shortcuts[0]);
on('keys', 'click', shortcuts['?']);
on('search', 'input', () => search(byId('search').value));
on('search', 'keydown', (event) => {
  if ((event.key === 'Enter' || event.key === 'ArrowDown') && state.visible.length) {
    const first = state.visible.find((index) => state.matches.has(index));
    byId('rows').focus();
    select(first === undefined ? state.visible[0] : first);
    event.preventDefault();
  }
});
for (const id of ['ruler', 'rows']) {
  on(id, 'wheel', onWheel, { passive: false });
  on(id, 'pointerdown', onDown);
}
on('rows', 'scroll', () => requestAnimationFrame(drawRows));
on('rows', 'keydown', onRowKey);
on('rows', 'click', onRowClick);
on('rows', 'dblclick', onRowDoubleClick);
document.querySelector('[role=tablist]').addEventListener('keydown', (event) => {
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
    const other = byId('compare').hidden ? 'compare' : 'waterfall';
    tab(other);
    refresh();
    byId('tab-' + other).focus();
  }
});
document.addEventListener('keydown', onKey);
window.addEventListener('resize', draw);
tab('waterfall');
refresh();
