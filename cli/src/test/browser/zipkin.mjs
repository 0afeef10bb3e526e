// Looks at deploys in Zipkin as a person would, in a real browser. See zipkin.sh.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, chromium, zipkin, pictures] = process.argv.slice(2);
// Only rows in sight are drawn: one window has them all in sight, another those of the build.
const ALL_ROWS = 5000;
const HIGH = 1600;
const NORMAL = 900;
const playwright = createRequire(join(folder, 'zipkin.mjs'))('playwright-core');
mkdirSync(pictures, { recursive: true });
const browser = await playwright.chromium.launch({ executablePath: chromium, args: ['--no-sandbox'] });
const counts = { passed: 0, failed: 0 };
const live = await whole('hello');
const broken = await whole('broken-build');

await check('a deploy is found by its service', NORMAL, async (page) => {
  await page.goto(zipkin + '/zipkin/?serviceName=slipway-cli&lookback=15m&limit=10');
  await page.getByRole('button', { name: 'Run Query' }).click();
  await row(page, 'slipway-cli: deploy').nth(1).waitFor();
  assert.equal(await row(page, 'slipway-cli: deploy').count(), 2);
});

await check('a deploy is found by its app', NORMAL, async (page) => {
  await search(page, 'hello');
  assert.match(page.url(), new RegExp(live[0].traceId));
  await page.getByText(String(live.length), { exact: true }).first().waitFor();
});

await check('every span stands in its row', ALL_ROWS, async (page) => {
  await search(page, 'hello');
  const text = await page.evaluate(() => document.body.innerText);
  for (const span of live) {
    const label = span.localEndpoint.serviceName + ': ' + span.name;
    const wanted = live.filter((other) => label === other.localEndpoint.serviceName + ': ' + other.name).length;
    const rows = text.split('\n').filter((line) => line === label).length;
    // The headline has the root once more.
    assert.equal(rows, wanted + (span.parentId ? 0 : 1), label);
  }
});

await check('a click shows what a span says', HIGH, async (page) => {
  await search(page, 'hello');
  await row(page, 'slipway: build.buildkit').click();
  await page.getByText('aws.codebuild.build.id').waitFor();
  await row(page, 'slipway: build.setup').click();
  await page.getByText('slipway.build.stack').waitFor();
  assert.equal(await page.getByText('aws.codebuild.build.id').count(), 0);
});

await check('the zoom shows one span and what is below it', HIGH, async (page) => {
  await search(page, 'hello');
  assert.equal(await page.getByRole('button', { name: 'Focus on selected span' }).isDisabled(), true);
  await row(page, 'slipway: build.buildkit').click();
  await page.getByRole('button', { name: 'Focus on selected span' }).click();
  await row(page, 'slipway: build.setup').waitFor({ state: 'detached' });
  assert.equal(await row(page, 'slipway: build.buildkit.queued').count(), 1);
  await page.getByRole('button', { name: 'Reset focus' }).click();
  await row(page, 'slipway: build.setup').waitFor();
});

await check('a failed build says why', NORMAL, async (page) => {
  await search(page, 'broken-build');
  const details = await page.evaluate(() => document.body.innerText);
  for (const part of ['BuildFailed', 'buildkit', 'settings.properties']) {
    assert.ok(details.includes(part), part);
  }
  assert.ok(broken.filter((span) => span.tags.error !== undefined).length >= 3);
});

await browser.close();
console.log(`zipkin: ${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
process.exitCode = counts.failed ? 1 : 0;

/** Opens the pages afresh; an error in the console, and what is not answered, is a failure. */
async function check(name, height, steps) {
  const context = await browser.newContext({ viewport: { width: 1400, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('response', (answer) => {
    if (answer.status() >= 400) {
      complaints.push(answer.status() + ' ' + answer.url());
    }
  });
  try {
    await steps(page);
    assert.deepEqual(complaints, []);
    counts.passed++;
    console.log('ok       Zipkin: ' + name);
  } catch (error) {
    counts.failed++;
    console.log('FAILED   Zipkin: ' + name + ': ' + error.message);
  }
  await page.screenshot({ path: join(pictures, 'zipkin-' + name.replaceAll(' ', '-') + '.png') });
  await context.close();
}

/** Searches for the deploys of an app, and opens the first one. */
async function search(page, app) {
  const query = new URLSearchParams({ annotationQuery: 'slipway.app.name=' + app, lookback: '15m', limit: '10' });
  await page.goto(zipkin + '/zipkin/?' + query);
  await page.getByRole('button', { name: 'Run Query' }).click();
  await row(page, 'slipway-cli: deploy').waitFor();
  await page.getByText('Show', { exact: true }).click();
  await page.getByText('Total Spans').waitFor();
  await row(page, 'slipway-cli: deploy').first().waitFor();
}

function row(page, label) {
  return page.getByText(label, { exact: true });
}

/** Returns the spans of an app's deploy once none of them is without its parent. */
async function whole(app) {
  const query = new URLSearchParams({ annotationQuery: 'slipway.app.name=' + app, lookback: '900000' });
  for (let tries = 0; tries < 50; tries++) {
    const [spans = []] = await (await fetch(zipkin + '/api/v2/traces?' + query)).json();
    const ids = new Set(spans.map((span) => span.id));
    if (spans.some((span) => span.name === 'deploy') && spans.every((span) => !span.parentId || ids.has(span.parentId))) {
      return spans;
    }
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error('the deploy of ' + app + ' is not whole');
}
