// The rows. Only those in sight are in the document: a trace may have tens of thousands.
const HEIGHT = 24;
const INDENT = 14;
const DEEPEST = 20;
const BESIDE = 12;

function row(index) {
  const span = spans[index];
  const found = state.matches.has(index);
  const made = element('div', {
    role: 'treeitem',
    id: 'row-' + index,
    class: ['row', index === state.selected && 'selected', state.query && !found && 'beside', found && 'found']
      .filter(Boolean)
      .join(' '),
    'aria-level': span.depth + 1,
    'aria-selected': String(index === state.selected),
    'aria-expanded': hasRowsBelow(span) ? String(!state.collapsed.has(index)) : undefined,
  });
  made.dataset.index = index;
  made.append(nameOf(span), element('div', { class: 'took' }, duration(span.took)), timeOf(span));
  return made;
}

function nameOf(span) {
  const name = element('div', { class: 'name', title: wholeName(span) });
  name.style.paddingLeft = Math.min(span.depth, DEEPEST) * INDENT + 4 + 'px';
  const open = !state.collapsed.has(span.index);
  name.append(
    element('span', { class: 'twist', 'aria-hidden': 'true' }, hasRowsBelow(span) ? (open ? '▾' : '▸') : ''),
    element('span', { class: 'label' }, span.label),
    // Many calls ask for what is not there, to learn just that.
    span.error === undefined ? '' : element('span', { class: span.aws ? 'cross expected' : 'cross' }, '✗'),
  );
  return name;
}

function timeOf(span) {
  const time = element('div', { class: 'time' });
  const from = Math.max(-0.01, Math.min(1, fraction(span.start)));
  const to = Math.min(1.01, Math.max(0, fraction(span.end)));
  const outside = fraction(span.start) > 1 || fraction(span.end) < 0;
  if (!outside) {
    const bar = element('div', { class: 'bar ' + colours(span) });
    bar.style.left = from * 100 + '%';
    bar.style.width = Math.max(0, to - from) * 100 + '%';
    time.append(bar);
    if (state.critical) {
      time.append(...criticalOf(span));
    }
  }
  const shown = note(span, from, to, outside);
  if (shown) {
    time.append(shown);
  }
  return time;
}

function colours(span) {
  if (span.error !== undefined) {
    return span.leaf ? 'failed' : 'failed outer';
  }
  if (span.aws) {
    return 'call';
  }
  const colour = 's' + (services.indexOf(service(data.resources[span.resource])) % 5);
  return span.leaf ? colour : colour + ' outer';
}

function criticalOf(span) {
  const parts = [];
  for (let i = 0; i < (span.critical || []).length; i += 2) {
    const from = Math.max(0, fraction(span.critical[i]));
    const to = Math.min(1, fraction(span.critical[i + 1]));
    if (to > from) {
      const part = element('div', { class: 'critical' });
      part.style.left = from * 100 + '%';
      part.style.width = (to - from) * 100 + '%';
      parts.push(part);
    }
  }
  return parts;
}

/** Puts the note where there is room: after the bar, before it, or on it. */
function note(span, from, to, outside) {
  if (outside) {
    const left = fraction(span.end) < 0;
    return element('span', { class: left ? 'note away' : 'note away right' }, left ? '‹' : '›');
  }
  if (!span.note) {
    return undefined;
  }
  const made = element('span', { class: 'note' }, span.note);
  if (to < 0.7) {
    made.style.left = 'calc(' + Math.max(0, to) * 100 + '% + 6px)';
  } else if (from > 0.3) {
    made.style.right = 'calc(' + (1 - from) * 100 + '% + 6px)';
  } else {
    made.classList.add('on');
    made.style.left = 'calc(' + Math.max(0, from) * 100 + '% + 6px)';
  }
  return made;
}

function drawRows() {
  const rows = byId('rows');
  const first = Math.max(0, Math.floor(rows.scrollTop / HEIGHT) - BESIDE);
  const last = Math.min(state.visible.length, Math.ceil((rows.scrollTop + rows.clientHeight) / HEIGHT) + BESIDE);
  byId('space').style.height = state.visible.length * HEIGHT + 'px';
  byId('shown').style.transform = 'translateY(' + first * HEIGHT + 'px)';
  byId('shown').replaceChildren(...state.visible.slice(first, last).map(row));
  if (state.visible.length === 0) {
    byId('shown').append(element('p', { class: 'nothing' }, spans.length ? 'Nothing matches.' : 'There are no spans.'));
  }
  if (state.selected >= 0 && byId('row-' + state.selected)) {
    rows.setAttribute('aria-activedescendant', 'row-' + state.selected);
  } else {
    rows.removeAttribute('aria-activedescendant');
  }
}

/** Selects a row and brings it into sight. */
function select(index) {
  state.selected = index;
  const rows = byId('rows');
  const place = state.visible.indexOf(index);
  if (place >= 0) {
    const top = place * HEIGHT;
    if (top < rows.scrollTop) {
      rows.scrollTop = top;
    } else if (top + HEIGHT > rows.scrollTop + rows.clientHeight) {
      rows.scrollTop = top + HEIGHT - rows.clientHeight;
    }
  }
  drawRows();
  if (!byId('details').hidden) {
    showDetails();
  }
}

/** Goes to a span wherever it is: opens what it is below. */
function goTo(index) {
  for (let above = spans[index].parent; above >= 0; above = spans[above].parent) {
    state.collapsed.delete(above);
  }
  if (!spans[index].kept) {
    state.aws = true;
  }
  if (state.query && !state.matches.has(index)) {
    state.query = byId('search').value = '';
  }
  tab('waterfall');
  refresh();
  select(index);
  showDetails();
}

function fold(index, close) {
  if (close ? hasRowsBelow(spans[index]) : state.collapsed.has(index)) {
    state.collapsed[close ? 'add' : 'delete'](index);
    refresh();
    return true;
  }
  return false;
}

function onRowKey(event) {
  const place = state.visible.indexOf(state.selected);
  const page = Math.max(1, Math.floor(byId('rows').clientHeight / HEIGHT) - 1);
  const last = state.visible.length - 1;
  const places = {
    ArrowDown: place + 1,
    ArrowUp: Math.max(0, place - 1),
    PageDown: place + page,
    PageUp: place - page,
    Home: 0,
    End: last,
  };
  if (event.key in places && last >= 0) {
    select(state.visible[Math.max(0, Math.min(last, places[event.key]))]);
  } else if (event.key.startsWith('Arrow') && event.shiftKey) {
    move(event.key === 'ArrowRight' ? 0.2 : -0.2);
  } else if (place >= 0 && event.key === 'ArrowRight') {
    if (!fold(state.selected, false) && hasRowsBelow(spans[state.selected]) && place < last) {
      select(state.visible[place + 1]);
    }
  } else if (place >= 0 && event.key === 'ArrowLeft') {
    const closed = state.collapsed.has(state.selected) || !fold(state.selected, true);
    if (closed && spans[state.selected].parent >= 0) {
      select(spans[state.selected].parent);
    }
  } else if (place >= 0 && (event.key === 'Enter' || event.key === ' ')) {
    showDetails();
  } else if (place >= 0 && event.key === 'z') {
    zoomTo(spans[state.selected]);
  } else {
    return;
  }
  event.preventDefault();
}

function onRowClick(event) {
  const clicked = event.target.closest('.row');
  if (!clicked) {
    return;
  }
  const index = Number(clicked.dataset.index);
  if (event.target.closest('.twist') && hasRowsBelow(spans[index])) {
    state.selected = index;
    fold(index, !state.collapsed.has(index));
  } else {
    state.selected = index;
    showDetails();
    select(index);
  }
}

function onRowDoubleClick(event) {
  const clicked = event.target.closest('.row');
  if (clicked && event.target.closest('.time')) {
    zoomTo(spans[clicked.dataset.index]);
  } else if (clicked) {
    fold(Number(clicked.dataset.index), !state.collapsed.has(Number(clicked.dataset.index)));
  }
}
