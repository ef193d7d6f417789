import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '@devpulse/database/connection';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SESSION_COOKIE } from './signed-in.ts';
import { launchBrowser, openPage } from './web-page.ts';
import { startWholeProduct, type WholeProduct } from './whole-product.ts';

/** Each would raise a dialog or leave a mark on the window if a page ever took it for more than text. */
const RUN = 'alert(1)';
const PAYLOADS = [
  `<script>${RUN}</script>`,
  `"><script>${RUN}</script>`,
  `'><img src=x onerror=${RUN}>`,
  `<img src=x onerror="${RUN}">`,
  `<svg onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<iframe src="javascript:${RUN}">`,
  `<iframe srcdoc="<script>parent.${RUN}</script>">`,
  `<body onload=${RUN}>`,
  `<details open ontoggle=${RUN}>`,
  `<input autofocus onfocus=${RUN}>`,
  `<video><source onerror=${RUN}></video>`,
  `<audio src=x onerror=${RUN}>`,
  `<marquee onstart=${RUN}>`,
  `<object data="javascript:${RUN}">`,
  `<embed src="javascript:${RUN}">`,
  `<form action="javascript:${RUN}"><button>go`,
  `<a href="javascript:${RUN}">x</a>`,
  `javascript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `<math><mtext></p><script>${RUN}</script>`,
  `<template><script>${RUN}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `</title><script>${RUN}</script>`,
  `</textarea><script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `--><script>${RUN}</script>`,
  `]]><script>${RUN}</script>`,
  `<style>@import 'javascript:${RUN}';</style>`,
  `<div style="background:url(javascript:${RUN})">`,
  `<link rel=stylesheet href="javascript:${RUN}">`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
  `<base href="//attacker.example/">`,
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}}`,
  `<%= ${RUN} %>`,
  `{"__html":"<img src=x onerror=${RUN}>"}`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`,
  `%3Cscript%3E${RUN}%3C/script%3E`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<ScRiPt>${RUN}</ScRiPt>`,
  `<img/src=x/onerror=${RUN}>`,
  `<img src=\`x\` onerror=\`${RUN}\`>`,
  `<x onclick=${RUN} contenteditable>`,
  `<button popovertarget=x>x</button><xss id=x popover onbeforetoggle=${RUN}>`,
  `[x](javascript:${RUN})`,
  `\u202e<script>${RUN}</script>`,
  `<a href="&#106;avascript:${RUN}">x</a>`,
];

let product: WholeProduct;
let browser: Browser;
let database: Database;

beforeAll(async () => {
  product = await startWholeProduct();
  database = openDatabase({ url: product.database.ownerUrl, applicationName: 'test', maxConnections: 1 });
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await database?.close();
  await product?.close();
});

type Answer = { session?: { accessToken: string; refreshToken: string }; organization?: string };

async function call(path: string, body: object, accessToken?: string) {
  const response = await fetch(`${product.apiUrl}/api/v1/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}

/** Every name that people or GitHub can choose, one payload each. */
async function fillWithPayloads(organizationId: string): Promise<void> {
  for (const [index, text] of PAYLOADS.entries()) {
    const [user, contributor, team, repository] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await database.pool.query(`INSERT INTO "user" (id, email, name) VALUES ($1, $2, $3)`, [
      user,
      `p${index}@example.com`,
      text,
    ]);
    await database.pool.query(
      `INSERT INTO membership (organization_id, user_id, role) VALUES ($1, $2, 'manager')`,
      [organizationId, user],
    );
    await database.pool.query(
      `INSERT INTO contributor (id, organization_id, user_id, display_name) VALUES ($1, $2, $3, $4)`,
      [contributor, organizationId, user, text],
    );
    await database.pool.query(
      `INSERT INTO github_account (organization_id, github_id, login, account_type, is_bot, contributor_id, seen_at)
       VALUES ($1, $2, $3, 'User', false, $4, now())`,
      [organizationId, index + 1, text, contributor],
    );
    await database.pool.query(`INSERT INTO team (id, organization_id, slug, name) VALUES ($1, $2, $3, $4)`, [
      team,
      organizationId,
      `team-${index}`,
      text,
    ]);
    await database.pool.query(
      `INSERT INTO team_membership (organization_id, team_id, contributor_id, starts_at) VALUES ($1, $2, $3, '-infinity')`,
      [organizationId, team, contributor],
    );
    await database.pool.query(
      `INSERT INTO team_manager (organization_id, team_id, user_id) VALUES ($1, $2, $3)`,
      [organizationId, team, user],
    );
    await database.pool.query(
      `INSERT INTO repository (id, organization_id, github_id, full_name, web_url, is_private, is_archived, seen_at)
       VALUES ($1, $2, $3, $4, 'https://github.com/heron/app', false, false, now())`,
      [repository, organizationId, index + 1, text],
    );
    await insertPullRequest({ organizationId, repository, contributor, text, index });
    await database.pool.query(
      `INSERT INTO audit_entry (organization_id, actor_user_id, action, target, at) VALUES ($1, $2, 'team.renamed', $3, now())`,
      [organizationId, user, text],
    );
  }
}

async function insertPullRequest(row: {
  organizationId: string;
  repository: string;
  contributor: string;
  text: string;
  index: number;
}): Promise<void> {
  await database.pool.query(
    `INSERT INTO pull_request (id, organization_id, repository_id, github_id, number, author_contributor_id, snapshot, facts, title, head_ref,
       state, is_draft, is_counted, opened_at, ready_at, merged_at, closed_at, cycle_elapsed, cycle_working, draft_during, waiting_during,
       in_review_during, approved_during, open_until, definition_version)
     SELECT $1, $2, $3, $4::int, $4::int, $5, '{}', '{}', $6, $6, CASE WHEN is_open THEN 'open' ELSE 'merged' END, false, true,
       now() - interval '2 days', now() - interval '2 days', ended, ended, 3600, 3600, '{}', '{}', '{}', '{}', coalesce(ended, 'infinity'), 1
     FROM (SELECT $4::int % 2 = 0 AS is_open, CASE WHEN $4::int % 2 = 1 THEN now() - interval '1 day' END AS ended) AS s`,
    [randomUUID(), row.organizationId, row.repository, row.index + 1, row.contributor, row.text],
  );
}

test('50 hostile names in every place run nothing, on any page', async () => {
  expect(PAYLOADS).toHaveLength(50);
  const token = new URL(product.setUpUrl).searchParams.get('token');
  const { session } = await call('auth/set-up', {
    token,
    name: 'Olga',
    email: 'olga@example.com',
    password: 'seven quiet herons wade',
  });
  const { accessToken, refreshToken } = session ?? { accessToken: '', refreshToken: '' };
  const { organization } = await call('organizations', { name: 'Heron', zone: 'UTC' }, accessToken);
  const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM organization WHERE slug = $1', [
    organization,
  ]);
  const id = rows[0]?.id ?? '';
  await fillWithPayloads(id);
  await database.pool.query('UPDATE organization SET name = $2 WHERE id = $1', [id, PAYLOADS[0]]);
  await database.pool.query('UPDATE "user" SET name = $1 WHERE is_instance_owner', [PAYLOADS[1]]);
  const { rows: people } = await database.pool.query<{ id: string }>('SELECT id FROM contributor LIMIT 1');
  const { rows: teams } = await database.pool.query<{ id: string }>('SELECT id FROM team LIMIT 1');

  const { page, complaints } = await openPage(browser);
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.context().addCookies([
    {
      name: SESSION_COOKIE,
      value: refreshToken,
      url: `${product.web.url.replace('http:', 'https:')}/`,
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    },
  ]);
  const pages = [
    '',
    '?team=team-3',
    '/pull-requests',
    '/pull-requests?metric=open_ready',
    '/teams',
    `/teams/${teams[0]?.id}`,
    '/people',
    `/people/${people[0]?.id}`,
    '/me',
    '/audit',
    '/settings',
    '/settings/data',
  ].map((rest) => `/${String(organization)}${rest}`);
  let shown = 0;
  for (const address of [...pages, '/account', '/account/security', '/new']) {
    await page.goto(product.web.url + address, { waitUntil: 'load' });
    expect([address, await page.locator('h1').count()]).toEqual([address, 1]);
    shown += ((await page.textContent('body')) ?? '').split(RUN).length - 1;
    const marks = 'script:not([nonce]), iframe, object, embed, [onerror], [onload], a[href^="javascript:" i]';
    const planted = page.locator(`main :is(${marks})`);
    expect([address, await planted.count()]).toEqual([address, 0]);
  }
  expect(shown).toBeGreaterThan(200);
  expect(dialogs).toEqual([]);
  expect(complaints.filter((text) => /content.security|refused/i.test(text))).toEqual([]);
  console.log(
    `Hostile text: ${shown} payloads shown on ${pages.length + 3} pages, 0 dialogs, 0 reports of the policy`,
  );
}, 120_000);
