import type { GithubApp } from '../apps/registry.ts';
import { ApiError } from '../http/api-error.ts';
import { type Answer, fieldsOf, jsonAnswer, redirect } from '../http/exchange.ts';
import type { Call, Route } from '../http/hub.ts';
import { escaped, formOf, hidden, page, withQuery } from './html.ts';

function appOfClient({ hub }: Call, clientId: string | null): GithubApp {
  const app = hub.registry.byClientId(clientId ?? '');
  if (app === null) throw new ApiError(404, 'Not Found');
  return app;
}

/** GitHub sends people only to an address that the App has named. */
function callbackOf(app: GithubApp, asked: string | null): string {
  const address = asked || app.callbackUrls[0];
  const isNamed = app.callbackUrls.some((known) => address === known || address?.startsWith(`${known}/`));
  if (address === undefined || !isNamed) {
    throw new ApiError(400, 'The redirect_uri is not associated with this application.');
  }
  return address;
}

const kept = ['client_id', 'redirect_uri', 'state', 'code_challenge'];

function ask(call: Call): Answer {
  const { query } = call.exchange;
  const app = appOfClient(call, query.get('client_id'));
  callbackOf(app, query.get('redirect_uri'));
  const fields = kept.map((name) => hidden(name, query.get(name) ?? '')).join('');
  return page(
    `Authorize ${app.name}`,
    `<p>As <strong>${escaped(call.hub.viewer.login)}</strong>.</p><form method="post" action="/login/oauth/authorize">${fields}<button>Authorize</button></form>`,
  );
}

function authorize(call: Call): Answer {
  const form = formOf(call.exchange.body);
  const app = appOfClient(call, form.get('client_id'));
  const code = call.hub.grants.giveUser(app, call.hub.viewer, form.get('code_challenge') || null);
  return redirect(
    withQuery(callbackOf(app, form.get('redirect_uri')), { code, state: form.get('state') || null }),
  );
}

/** JSON for those who ask for it, a form for others. */
function tokenAnswer({ exchange }: Call, fields: Record<string, string | number>): Answer {
  if (exchange.headers.accept?.includes('json')) return jsonAnswer(200, fields);
  const pairs = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(pairs).toString(),
  };
}

function giveToken(call: Call): Answer {
  const { hub } = call;
  const fields = { ...Object.fromEntries(call.exchange.query), ...fieldsOf(call.exchange) };
  const app = hub.registry.byClientId(String(fields.client_id));
  if (app === null || fields.client_secret !== app.clientSecret) {
    const error = 'incorrect_client_credentials';
    return tokenAnswer(call, {
      error,
      error_description: 'The client_id and/or client_secret passed are incorrect.',
    });
  }
  const verifier = typeof fields.code_verifier === 'string' ? fields.code_verifier : null;
  const user = hub.grants.takeUser(String(fields.code), app, verifier);
  if (user === null) {
    const error = 'bad_verification_code';
    return tokenAnswer(call, { error, error_description: 'The code passed is incorrect or expired.' });
  }
  return tokenAnswer(call, {
    access_token: hub.tokens.mintUser(user, app).text,
    expires_in: 28_800,
    scope: '',
    token_type: 'bearer',
  });
}

/** A person's consent, and the token that comes of it. */
export const oauthPages: readonly Route[] = [
  { method: 'GET', path: '/login/oauth/authorize', answer: ask },
  { method: 'POST', path: '/login/oauth/authorize', answer: authorize },
  { method: 'POST', path: '/login/oauth/access_token', answer: giveToken },
];
