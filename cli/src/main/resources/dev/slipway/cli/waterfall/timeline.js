// The time that is in view: its axis, and the ways to change it.
const TICKS = [1, 2, 5];
const CLOSEST = 20;
const STEP = 1.6;

function fraction(time) {
  return (time - state.from) / (state.to - state.from);
}

/** Looks at a stretch of time, within what there is. */
function look(from, to) {
  const span = Math.min(whole, Math.max(Math.min(CLOSEST, whole), to - from));
  state.from = Math.min(Math.max(0, from), whole - span);
  state.to = state.from + span;
  draw();
}

/** Zooms by a factor around a point in view, 0 at its beginning and 1 at its end. */
function zoom(factor, at = 0.5) {
  const span = (state.to - state.from) / factor;
  const point = state.from + at * (state.to - state.from);
  look(point - at * span, point - at * span + span);
}

function move(part) {
  const by = part * (state.to - state.from);
  look(state.from + by, state.to + by);
}

function zoomTo(span) {
  const margin = Math.max(span.took * 0.1, CLOSEST / 2);
  look(span.start - margin, span.end + margin);
}

function tickStep(width) {
  const least = (state.to - state.from) / Math.max(2, width / 90);
  for (let power = 1; ; power *= 10) {
    const found = TICKS.find((tick) => tick * power >= least);
    if (found) {
      return found * power;
    }
  }
}

function tickLabel(time, step) {
  if (time === 0) {
    return '0';
  }
  if (step >= 1e5) {
    return (time / 1e6).toFixed(step >= 1e6 ? 0 : 1) + 's';
  }
  if (step >= 1e3) {
    return time / 1e3 + 'ms';
  }
  return (time / 1e3).toFixed(step >= 100 ? 1 : step >= 10 ? 2 : 3) + 'ms';
}

function drawAxis() {
  const axis = byId('axis');
  const step = tickStep(axis.clientWidth);
  const ticks = [];
  for (let time = Math.ceil(state.from / step) * step; time <= state.to; time += step) {
    const tick = element('span', {}, tickLabel(time, step));
    tick.style.left = fraction(time) * 100 + '%';
    // A label needs room to its right.
    tick.classList.toggle('last', fraction(time) > 1 - 60 / Math.max(61, axis.clientWidth));
    ticks.push(tick);
  }
  axis.replaceChildren(...ticks);
  const part = ((step / (state.to - state.from)) * 100).toFixed(4);
  const first = (fraction(Math.ceil(state.from / step) * step) * axis.clientWidth).toFixed(2);
  byId('rows').style.setProperty('--tick', part + '%');
  byId('rows').style.setProperty('--first', first + 'px');
  byId('reset').disabled = state.from === 0 && state.to === whole;
}

function whereIn(event) {
  const box = byId('axis').getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
}

function isOverTime(event) {
  const box = byId('axis').getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right;
}

function onWheel(event) {
  const axis = event.currentTarget.id === 'ruler';
  if (axis || event.ctrlKey || event.metaKey) {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * 0.002), whereIn(event));
  } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    event.preventDefault();
    move((event.deltaX || event.deltaY) / 1000);
  }
}

/** Marks a stretch while the pointer is held down, and looks at it when it is let go. */
function onDown(event) {
  // A finger scrolls the rows; on the axis there is nothing to scroll.
  const scrolls = event.pointerType === 'touch' && event.currentTarget.id === 'rows';
  if (event.button !== 0 || scrolls || !isOverTime(event)) {
    return;
  }
  const begin = event.clientX;
  const from = whereIn(event);
  const range = byId('range');
  const box = byId('waterfall').getBoundingClientRect();
  const follow = (moved) => {
    range.hidden = range.hidden && Math.abs(moved.clientX - begin) < 5;
    const axis = byId('axis').getBoundingClientRect();
    const ends = [from, whereIn(moved)].sort((one, other) => one - other);
    range.style.left = axis.left - box.left + ends[0] * axis.width + 'px';
    range.style.width = (ends[1] - ends[0]) * axis.width + 'px';
  };
  const stop = (up) => {
    window.removeEventListener('pointermove', follow);
    window.removeEventListener('pointerup', stop);
    window.removeEventListener('pointercancel', stop);
    const dragged = !range.hidden;
    range.hidden = true;
    if (dragged && up.type === 'pointerup') {
      const length = state.to - state.from;
      const ends = [from, whereIn(up)].sort((one, other) => one - other);
      // The click that follows is the end of this, not the choice of a row.
      window.addEventListener('click', (click) => click.stopPropagation(), { capture: true, once: true });
      setTimeout(() => look(state.from + ends[0] * length, state.from + ends[1] * length));
    }
  };
  window.addEventListener('pointermove', follow);
  window.addEventListener('pointerup', stop);
  window.addEventListener('pointercancel', stop);
}
