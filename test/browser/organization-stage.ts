import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type FixtureApi, startFixtureApi } from '../../apps/web/test/fixture-api.ts';
import {
  type FixtureOrganization,
  freshOrganization,
} from '../../apps/web/test/fixture-organization-data.ts';
import { openSignedIn } from './signed-in.ts';
import { type StandaloneWeb, startStandaloneWeb } from './standalone-web.ts';
import { launchBrowser } from './web-page.ts';

/** The built dashboard over a stand-in of the API, with a browser that is signed in. */
export class OrganizationStage {
  readonly api: FixtureApi;
  readonly web: StandaloneWeb;
  readonly browser: Browser;

  private constructor(api: FixtureApi, web: StandaloneWeb, browser: Browser) {
    this.api = api;
    this.web = web;
    this.browser = browser;
  }

  static async open(): Promise<OrganizationStage> {
    const api = await startFixtureApi();
    const [web, browser] = await Promise.all([startStandaloneWeb(api.url), launchBrowser()]);
    return new OrganizationStage(api, web, browser);
  }

  /** A page of a new session; the organization is as new, but for `changes`. */
  async page(
    path: string,
    changes: Partial<FixtureOrganization> = {},
    options: BrowserContextOptions = {},
  ): Promise<Page> {
    this.api.state.organization = freshOrganization(changes);
    const { page } = await openSignedIn(this.browser, { api: this.api, url: this.web.url }, options);
    await page.goto(this.web.url + path);
    return page;
  }

  /** Every change that has arrived at the API since the page was opened. */
  get changes() {
    return this.api.state.organization.changes;
  }

  /** The last change, once it is one of this route. */
  async arrived(id: string) {
    await expect.poll(() => this.changes.at(-1)?.id).toBe(id);
    return this.changes.at(-1);
  }

  async closePages(): Promise<void> {
    this.api.state.mode = 'usual';
    for (const context of this.browser.contexts()) await context.close();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.web.stop();
    await this.api.close();
  }
}

export function press(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click();
}
