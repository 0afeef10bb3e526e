// All that is known of one span.
function pairs(entries) {
  const list = element('dl', {});
  for (const [key, value] of entries) {
    list.append(element('dt', {}, key), element('dd', {}, value === '' ? element('i', {}, 'empty') : String(value)));
  }
  return list;
}

function section(title, ...content) {
  return element('section', {}, element('h3', {}, title), ...content);
}

function clock(micros) {
  const time = new Date(data.subject.began + Math.round(micros / 1000));
  return (
    String(time.getHours()).padStart(2, '0') +
    ':' +
    String(time.getMinutes()).padStart(2, '0') +
    ':' +
    String(time.getSeconds()).padStart(2, '0') +
    '.' +
    String(time.getMilliseconds()).padStart(3, '0')
  );
}

function offset(micros) {
  return (micros < 0 ? '−' : '+') + duration(Math.abs(micros));
}

function wholeName(span) {
  return span.step ? span.name + ' ' + span.step : span.name;
}

function goToButton(index) {
  const button = element('button', { class: 'link' }, wholeName(spans[index]));
  button.addEventListener('click', () => goTo(index));
  return button;
}

function facts(span) {
  const waited = (span.critical || []).reduce((sum, time, i) => sum + (i % 2 ? time : -time), 0);
  const found = [
    ['began', clock(span.start) + '  ' + offset(span.start)],
    ['ended', clock(span.end) + '  ' + offset(span.end)],
    ['took', duration(span.took) + share(span.took)],
    ['waited for', waited > 0 ? duration(waited) + share(waited) : 'not on the critical path'],
    ['service', service(data.resources[span.resource])],
    ['kind', span.kind],
  ];
  if (span.start < 0 || span.end > whole) {
    found.push(['note', 'outside the time of the deployment, by the clock of its writer']);
  }
  return pairs(found);
}

function share(micros) {
  return '  ' + ((100 * micros) / whole).toFixed(1) + ' %';
}

function eventOf(event) {
  const entries = Object.entries(event.attributes);
  return element(
    'div',
    { class: 'event' },
    element('p', {}, offset(event.at) + '  ' + event.name),
    entries.length ? pairs(entries) : '',
  );
}

function linkOf(link) {
  const here = link.trace === data.subject.trace ? spans.findIndex((span) => span.id === link.span) : -1;
  return element('p', {}, here >= 0 ? goToButton(here) : 'trace ' + link.trace + ', span ' + link.span);
}

function showDetails() {
  const span = spans[state.selected];
  if (!span) {
    return;
  }
  const close = element('button', { class: 'close', title: 'Close (Esc)', 'aria-label': 'Close' }, '×');
  close.addEventListener('click', hideDetails);
  const closer = element('button', {}, 'Zoom to it');
  closer.addEventListener('click', () => zoomTo(span));
  const attributes = Object.entries(span.attributes);
  const content = [
    element('div', { class: 'head' }, element('h2', {}, wholeName(span)), close),
    span.error === undefined ? '' : element('p', { class: 'error' }, '✗ ' + (span.error || 'failed')),
    facts(span),
    element('p', { class: 'actions' }, closer),
    span.parent >= 0 ? section('Part of', element('p', {}, goToButton(span.parent))) : '',
    attributes.length ? section('Attributes', pairs(attributes)) : '',
    span.events ? section('Events', ...span.events.map(eventOf)) : '',
    span.links ? section('Links', ...span.links.map(linkOf)) : '',
    section('Written by', pairs(Object.entries(data.resources[span.resource]))),
    section('Ids', pairs([['span', span.id], ['trace', data.subject.trace]])),
  ];
  const details = byId('details');
  const opened = details.hidden;
  details.replaceChildren(...content.filter((part) => part !== ''));
  details.scrollTop = 0;
  details.hidden = false;
  if (opened) {
    draw();
  }
}

function hideDetails() {
  if (!byId('details').hidden) {
    byId('details').hidden = true;
    byId('rows').focus();
    draw();
  }
}
