import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { FixtureApi } from '../../apps/web/test/fixture-api.ts';
import { type FixturePerson, INES } from '../../apps/web/test/fixture-people.ts';
import { openPage, type WatchedPage } from './web-page.ts';

export const SESSION_COOKIE = '__Host-dp_rt';

/** The cookie of a session that the stand-in began a moment ago, as a browser sends it. */
export function sessionCookie(api: FixtureApi, person: FixturePerson = INES): string {
  return `${SESSION_COOKIE}=${api.state.sessions.begin(person).refreshToken}`;
}

/** A page of its own context whose browser is signed in; the web process learns of the session at its first request. */
export async function openSignedIn(
  browser: Browser,
  { api, url, person = INES }: { api: FixtureApi; url: string; person?: FixturePerson },
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  const { refreshToken } = api.state.sessions.begin(person);
  await watched.page.context().addCookies([
    {
      name: SESSION_COOKIE,
      value: refreshToken,
      url: `${url.replace('http:', 'https:')}/`,
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    },
  ]);
  return watched;
}
