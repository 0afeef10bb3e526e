// Uses the pages as a person would, in a real browser, from files. See page.sh.
import { readFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const EVIL = '</script><img src=x onerror="window.owned=1"><script>window.owned=1</script>';

const [mode, ...rest] = process.argv.slice(2);
if (mode === 'hostile') {
  await sendHostile(...rest);
} else {
  await test(...rest);
}

/** Adds 20,000 spans below the build, among them markup in every place, a cycle, an orphan, a clock far off. */
async function sendHostile(file, receiver) {
  const all = JSON.parse(readFileSync(file, 'utf8'))
    .resourceSpans.flatMap((resource) => resource.scopeSpans)
    .flatMap((scope) => scope.spans);
  const build = all.find((span) => span.name === 'build');
  const start = BigInt(build.startTimeUnixNano);
  const id = (number) => (0xabc0000000000000n + BigInt(number)).toString(16);
  const attribute = (key, value) => ({ key, value: { stringValue: value } });
  const span = (number, parent, name, from, to) => ({
    traceId: build.traceId,
    spanId: id(number),
    parentSpanId: parent,
    name,
    kind: 1,
    startTimeUnixNano: String(start + BigInt(from) * 1000n),
    endTimeUnixNano: String(start + BigInt(to) * 1000n),
    attributes: [attribute('number', String(number))],
  });
  const evil = {
    ...span(1, build.spanId, 'evil ' + EVIL, 1000, 2000),
    attributes: [attribute(EVIL, EVIL)],
    status: { code: 2, message: EVIL },
    events: [{ timeUnixNano: String(start), name: EVIL, attributes: [attribute(EVIL, EVIL)] }],
    links: [{ traceId: EVIL, spanId: EVIL }],
  };
  const spans = [
    evil,
    span(2, 'ffffffffffffffff', 'orphan', 0, 10),
    span(3, id(4), 'cycle.one', 0, 10),
    span(4, id(3), 'cycle.two', 0, 10),
    span(5, build.spanId, 'long ago', -9e12, -8e12),
    span(6, build.spanId, 'backwards', 500, 0),
  ];
  for (let number = 10; number < 20_000; number++) {
    const parent = number < 20 ? build.spanId : id(10 + Math.floor((number - 10) / 8));
    spans.push(span(number, parent, 'work.part' + (number % 97), number, number + 300));
  }
  for (let from = 0; from < spans.length; from += 2000) {
    const resource = { attributes: [attribute('service.name', from ? 'flood' : EVIL)] };
    const body = { resourceSpans: [{ resource, scopeSpans: [{ scope: {}, spans: spans.slice(from, from + 2000) }] }] };
    const answer = await fetch(receiver + '/v1/traces', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) {
      throw new Error('the receiver answered ' + answer.status);
    }
  }
}

async function test(folder, chromium, pictures) {
  const { createRequire } = await import('node:module');
  const playwright = createRequire(join(folder, 'page.mjs'))('playwright-core');
  mkdirSync(pictures, { recursive: true });
  const browser = await playwright.chromium.launch({ executablePath: chromium, args: ['--no-sandbox'] });
  const counts = { passed: 0, failed: 0 };

  /** Opens a page afresh; whatever the console says, or the network is asked for, is a failure. */
  async function check(name, file, options, steps) {
    const context = await browser.newContext({
      viewport: { width: options.width || 1280, height: options.height || 800 },
      colorScheme: options.dark ? 'dark' : 'light',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const complaints = [];
    page.on('console', (message) => complaints.push(message.type() + ': ' + message.text()));
    page.on('pageerror', (error) => complaints.push('error: ' + error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) {
        complaints.push('request: ' + request.url());
      }
    });
    try {
      await page.goto('file://' + join(folder, file));
      await page.waitForSelector('.row');
      await steps(page);
      equal(complaints.join('\n'), '', 'complaints');
      counts.passed++;
      console.log('ok       page: ' + name);
    } catch (error) {
      counts.failed++;
      console.log('FAILED   page: ' + name + ': ' + error.message);
    }
    await page.screenshot({ path: join(pictures, name.replaceAll(' ', '-') + '.png') });
    await context.close();
  }

  await check('the waterfall in the light', 'compared.html', {}, async (page) => {
    contains(await page.textContent('#title'), 'deploy page v2');
    contains(await page.textContent('#outcome'), 'live');
    equal(await page.locator('#longest button').count(), 5, 'longest items');
    equal(await page.locator('.row').first().locator('.label').textContent(), 'deploy', 'first row');
    equal(await labelled(page, 'S3.PutObject').count(), 0, 'hidden calls');
  });

  await check('details by a click in the dark', 'failed.html', { dark: true }, async (page) => {
    contains(await page.textContent('#cause'), 'settings.properties');
    await labelled(page, 'buildkit').click();
    const details = await page.textContent('#details');
    contains(details, 'build.buildkit');
    contains(details, 'settings.properties');
    contains(details, 'aws.codebuild.build.id');
    await page.locator('#details .link', { hasText: 'build' }).first().click();
    equal(await page.locator('.row.selected .label').textContent(), 'build', 'parent');
    await page.keyboard.press('Escape');
    equal(await page.locator('#details').isVisible(), false, 'details');
    equal(await page.evaluate(() => document.activeElement.id), 'rows', 'focus');
  });

  await check('rows by keys', 'compared.html', {}, async (page) => {
    await page.focus('#rows');
    const all = await page.locator('.row').count();
    await page.keyboard.press('ArrowDown');
    equal(await page.locator('.row.selected .label').textContent(), 'deploy', 'row');
    await page.keyboard.press('ArrowLeft');
    equal(await page.locator('.row').count(), 1, 'closed');
    equal(await page.locator('.row').getAttribute('aria-expanded'), 'false', 'expanded');
    await page.keyboard.press('ArrowRight');
    equal(await page.locator('.row').count(), all, 'opened');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    equal(await page.locator('.row.selected .label').textContent(), 'jvm_start', 'row');
    equal(
      await page.getAttribute('#rows', 'aria-activedescendant'),
      await page.locator('.row.selected').getAttribute('id'),
      'active row',
    );
    await page.keyboard.press('Enter');
    contains(await page.textContent('#details h2'), 'deploy.jvm_start');
    await page.keyboard.press('?');
    equal(await page.locator('#help').isVisible(), true, 'help');
    await page.keyboard.press('Escape');
    equal(await page.locator('#help').isVisible(), false, 'help');
  });

  await check('rows by the mouse', 'compared.html', {}, async (page) => {
    const all = await page.locator('.row').count();
    await row(page, 'buildkit').locator('.twist').click();
    const closed = await page.locator('.row').count();
    equal(closed < all, true, 'fewer rows');
    await page.click('#collapse');
    await page.click('#expand');
    equal(await page.locator('.row').count(), all, 'all rows');
  });

  await check('search', 'compared.html', {}, async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('check_health');
    contains(await page.textContent('#matches'), '1 of ');
    equal(await page.locator('.row.found').count(), 1, 'found');
    equal(await page.locator('.row').count() > 1, true, 'what it is below');
    await page.keyboard.press('Enter');
    equal(await page.locator('.row.selected .label').textContent(), 'check_health', 'row');
    await page.fill('#search', 'no such thing');
    equal(await page.locator('.row').count(), 0, 'rows');
    await page.keyboard.press('Escape');
    equal(await page.inputValue('#search'), '', 'query');
  });

  await check('the zoom by dragging', 'compared.html', {}, async (page) => {
    const bar = row(page, 'check_health').locator('.bar');
    const before = await bar.boundingBox();
    const rows = await page.locator('#rows').boundingBox();
    await page.mouse.move(before.x - 20, rows.y + 100);
    await page.mouse.down();
    await page.mouse.move(before.x + before.width / 2, rows.y + 110);
    await page.mouse.move(before.x + before.width + 10, rows.y + 110);
    equal(await page.locator('#range').isVisible(), true, 'range');
    await page.mouse.up();
    await page.waitForFunction(() => !document.getElementById('reset').disabled);
    const after = await bar.boundingBox();
    equal(after.width > before.width * 1.3, true, 'wider');
    equal(await page.locator('#details').isVisible(), false, 'details');
    await page.click('#reset');
    near((await bar.boundingBox()).width, before.width, 'as before');
  });

  await check('the zoom by wheel and keys', 'compared.html', {}, async (page) => {
    const bar = row(page, 'build').first().locator('.bar');
    const before = (await bar.boundingBox()).width;
    const axis = await page.locator('#axis').boundingBox();
    await page.mouse.move(axis.x + axis.width * 0.7, axis.y + 10);
    await page.mouse.wheel(0, -300);
    await page.waitForFunction(() => !document.getElementById('reset').disabled);
    equal((await bar.boundingBox()).width > before, true, 'wider');
    await page.keyboard.press('0');
    near((await bar.boundingBox()).width, before, 'reset');
    await page.keyboard.press('+');
    equal(await page.locator('#reset').isDisabled(), false, 'zoomed');
    await page.keyboard.press('-');
    near((await bar.boundingBox()).width, before, 'out again');
    await labelled(page, 'pack').click();
    await page.keyboard.press('z');
    equal((await row(page, 'pack').locator('.bar').boundingBox()).width > axis.width / 3, true, 'to the row');
  });

  // Only rows in sight are drawn: a window that has them all in sight shows what is added.
  await check('the critical path and the AWS calls', 'compared.html', { height: 4000 }, async (page) => {
    equal((await page.locator('.critical').count()) > 5, true, 'critical');
    await page.click('#critical');
    equal(await page.locator('.critical').count(), 0, 'not critical');
    equal(await page.getAttribute('#critical', 'aria-pressed'), 'false', 'pressed');
    const before = await page.locator('.row').count();
    await page.keyboard.press('w');
    equal((await page.locator('.row').count()) > before, true, 'calls');
    equal((await labelled(page, 'Lambda.Invoke').count()) > 0, true, 'a call');
    await page.locator('#longest button').first().click();
    equal(await page.locator('.row.selected').count(), 1, 'the longest');
  });

  await check('the comparison', 'compared.html', {}, async (page) => {
    await page.click('#tab-compare');
    contains(await page.textContent('.summary'), 'deploy page v1');
    const deltas = await page.locator('tbody tr td:nth-child(4)').allTextContents();
    equal(deltas.length > 15, true, 'rows');
    const signs = deltas.map((delta) => (delta.startsWith('+') ? 1 : delta.startsWith('−') ? -1 : 0));
    equal(signs.every((sign, i) => i === 0 || sign <= signs[i - 1]), true, 'regressions first: ' + deltas);
    await page.locator('tbody .link', { hasText: 'launcher.check_health' }).click();
    equal(await page.locator('#waterfall').isVisible(), true, 'waterfall');
    equal(await page.locator('.row.selected .label').textContent(), 'check_health', 'row');
  });

  await check('a first deploy compares with none', 'alone.html', { dark: true }, async (page) => {
    await page.keyboard.press('2');
    contains(await page.textContent('#compare'), 'No earlier deployment of page');
  });

  await check('a narrow window in the dark', 'compared.html', { width: 400, height: 800, dark: true }, async (page) => {
    await labelled(page, 'pack').click();
    equal(await page.locator('#details h2').isVisible(), true, 'details');
    equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'width');
    await page.locator('#details .close').click();
  });

  await check('markup in a trace stays text', 'hostile.html', {}, async (page) => {
    await page.fill('#search', 'onerror');
    await page.locator('.row.found').first().click();
    contains(await page.textContent('#details h2'), EVIL);
    contains(await page.textContent('#details'), EVIL);
    equal(await page.locator('img').count(), 0, 'images');
    await page.click('#tab-compare');
    contains(await page.textContent('#compare'), EVIL);
    equal(await page.evaluate(() => window.owned), undefined, 'owned');
  });

  await check('twenty thousand spans', 'hostile.html', { dark: true }, async (page) => {
    contains(await page.textContent('#ids'), 'without its parent');
    equal((await page.locator('.row').count()) < 200, true, 'rows in the document');
    await page.focus('#rows');
    await page.keyboard.press('End');
    equal(await page.locator('.row.selected').isVisible(), true, 'the last row');
    await page.fill('#search', 'work.part13');
    equal((await page.locator('.row.found').count()) > 0, true, 'found');
    await page.fill('#search', 'long ago');
    equal(await page.locator('.row.found .note.away').textContent(), '‹', 'outside');
  });

  await browser.close();
  console.log(`page: ${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
  process.exitCode = counts.failed ? 1 : 0;
}

/** Finds the label of a row by its whole text. */
function labelled(page, label) {
  return page.locator('.row .label').getByText(label, { exact: true });
}

function row(page, label) {
  return page.locator('.row', { has: page.locator('.label').getByText(label, { exact: true }) });
}

function equal(actual, expected, what) {
  if (actual !== expected) {
    throw new Error(what + ' is ' + JSON.stringify(actual) + ', not ' + JSON.stringify(expected));
  }
}

function near(actual, expected, what) {
  if (Math.abs(actual - expected) > 1) {
    throw new Error(what + ' is ' + actual + ', not about ' + expected);
  }
}

function contains(text, part) {
  if (!String(text).includes(part)) {
    throw new Error(JSON.stringify(part) + ' is not in ' + JSON.stringify(text));
  }
}
