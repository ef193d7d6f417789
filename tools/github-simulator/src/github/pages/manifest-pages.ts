import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { type Answer, redirect } from '../http/exchange.ts';
import type { Call, Route } from '../http/hub.ts';
import type { GithubAccount } from '../world/model.ts';
import { escaped, formOf, hidden, page, withQuery } from './html.ts';

/** What GitHub takes of a manifest. */
const Manifest = z.object({
  name: z.string().max(34).optional(),
  url: z.url(),
  redirect_url: z.url(),
  hook_attributes: z.object({ url: z.url(), active: z.boolean().default(true) }).optional(),
  callback_urls: z.array(z.url()).max(10).default([]),
  setup_url: z.url().optional(),
  description: z.string().optional(),
  public: z.boolean().default(false),
  default_events: z.array(z.string()).default([]),
  default_permissions: z.record(z.string(), z.enum(['read', 'write', 'admin'])).default({}),
  request_oauth_on_install: z.boolean().default(false),
  setup_on_update: z.boolean().default(false),
});
type Manifest = z.infer<typeof Manifest>;

function ownerOf({ hub, params }: Call): GithubAccount {
  if (params.login === undefined) return hub.viewer;
  const owner = hub.world.accountByLogin(params.login);
  if (owner === null) throw new ApiError(404, 'Not Found');
  return owner;
}

function readManifest(text: string | null): Manifest {
  try {
    return Manifest.parse(JSON.parse(text ?? ''));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : 'it is no JSON';
    throw new ApiError(422, `The manifest was refused: ${reason}`);
  }
}

function actionOf({ params }: Call): string {
  return params.login === undefined
    ? '/settings/apps/new/create'
    : `/organizations/${encodeURIComponent(params.login)}/settings/apps/new/create`;
}

/** Shows what the manifest asks for; nothing is made before the button is pressed. */
function showManifest(call: Call): Answer {
  const owner = ownerOf(call);
  const text = formOf(call.exchange.body).get('manifest');
  const manifest = readManifest(text);
  const rights = Object.entries(manifest.default_permissions).map(([name, level]) => `${name}: ${level}`);
  return page(
    'Create GitHub App',
    `<p>For <strong>${escaped(owner.login)}</strong>. It may read: ${escaped(rights.join(', ') || 'metadata')}.</p>
<form method="post" action="${actionOf(call)}">${hidden('manifest', text ?? '')}${hidden('state', call.exchange.query.get('state') ?? '')}
<label>GitHub App name <input name="name" value="${escaped(manifest.name ?? `DevPulse ${owner.login}`)}" maxlength="34" required></label>
<button>Create GitHub App for ${escaped(owner.login)}</button></form>`,
  );
}

function createApp(call: Call): Answer {
  const { hub } = call;
  const form = formOf(call.exchange.body);
  const manifest = readManifest(form.get('manifest'));
  const hook = manifest.hook_attributes;
  const { app, privateKey } = hub.registry.createApp({
    owner: ownerOf(call),
    name: form.get('name') ?? manifest.name ?? 'DevPulse',
    url: manifest.url,
    hookUrl: hook?.active ? hook.url : null,
    permissions: { metadata: 'read', ...manifest.default_permissions },
    events: manifest.default_events,
    callbackUrls: manifest.callback_urls,
    setupUrl: manifest.setup_url ?? null,
    asksForUser: manifest.request_oauth_on_install,
    isPublic: manifest.public,
  });
  const code = hub.grants.giveManifest(app, privateKey);
  return redirect(withQuery(manifest.redirect_url, { code, state: form.get('state') || null }));
}

/** The manifest flow, for an organization or for the person's own account. */
export const manifestPages: readonly Route[] = [
  '/organizations/:login/settings/apps/new',
  '/settings/apps/new',
].flatMap((path): Route[] => [
  { method: 'POST', path, answer: showManifest },
  { method: 'POST', path: `${path}/create`, answer: createApp },
]);
