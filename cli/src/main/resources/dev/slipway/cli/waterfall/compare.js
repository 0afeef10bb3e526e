// This deployment beside an earlier one, by the names of their spans.
const MOST_ROWS = 500;

function changeRow(change, most) {
  const delta = change.after - change.before;
  const bar = element('div', { class: delta > 0 ? 'delta more' : 'delta less' });
  bar.style.width = (Math.abs(delta) / most) * 50 + '%';
  const name = change.span >= 0 ? goToButton(change.span) : change.name;
  const count = (number) => (number > 1 ? element('small', {}, ' ×' + number) : '');
  return element(
    'tr',
    { class: change.aws ? 'call' : undefined },
    element('th', { scope: 'row' }, name),
    element('td', {}, change.countBefore ? duration(change.before) : '–', count(change.countBefore)),
    element('td', {}, change.countAfter ? duration(change.after) : '–', count(change.countAfter)),
    element('td', { class: delta > 0 ? 'more' : 'less' }, delta === 0 ? '0' : offset(delta)),
    element('td', { class: 'part' }, change.before && change.after ? percent(change) : change.after ? 'new' : 'gone'),
    element('td', { class: 'bars' }, bar),
  );
}

function percent(change) {
  const part = Math.round((100 * (change.after - change.before)) / change.before);
  return (part > 0 ? '+' : part < 0 ? '−' : '') + Math.abs(part) + ' %';
}

function remark(rows) {
  return rows === 0 ? 'Nothing matches.' : rows > MOST_ROWS ? 'and ' + (rows - MOST_ROWS) + ' more; search for them' : '';
}

function drawCompare() {
  const before = data.before;
  const panel = byId('compare');
  if (!before) {
    panel.replaceChildren(
      element('p', { class: 'nothing' }, 'No earlier deployment of ' + data.subject.app + ' that went live has its trace still.'),
    );
    return;
  }
  const query = state.query.trim().toLowerCase();
  const changes = before.changes.filter(
    (change) => (state.aws || !change.aws) && change.name.toLowerCase().includes(query),
  );
  const most = changes.reduce((max, change) => Math.max(max, Math.abs(change.after - change.before)), 1);
  const titles = ['Span', 'Before', 'Now', 'Change', '', ''];
  panel.replaceChildren(
    element(
      'p',
      { class: 'summary' },
      before.title + ' of ' + new Date(before.began).toLocaleString() + ' took ' + duration(before.took) + '; this took ',
      element('b', {}, duration(data.subject.took)),
      ' (' + offset(data.subject.took - before.took) + ').',
    ),
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title)))),
      element('tbody', {}, ...changes.slice(0, MOST_ROWS).map((change) => changeRow(change, most))),
    ),
    element('p', { class: 'nothing' }, remark(changes.length)),
  );
}
