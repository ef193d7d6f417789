import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * Takes the schemas that the local GitHub is held against out of GitHub's published description, which is too large to
 * depend on. Run by hand, with the package unpacked in a directory of its own:
 *
 *   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
 *   node tools/github-simulator/src/github/schemas/extraction.ts package/generated/api.github.com.json 23.0.2
 */

const Schema = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof Schema>;
const Description = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
});
const Operation = z.object({
  responses: z.record(
    z.string(),
    z.object({ content: z.record(z.string(), z.object({ schema: Schema })).optional() }),
  ),
});

/** The answers of REST that are held against their schema, by the name that the test calls them. */
const answers: Readonly<Record<string, readonly [path: string, method: string, status: string]>> = {
  conversion: ['/app-manifests/{code}/conversions', 'post', '201'],
  app: ['/app', 'get', '200'],
  installation: ['/app/installations/{installation_id}', 'get', '200'],
  installationToken: ['/app/installations/{installation_id}/access_tokens', 'post', '201'],
  hookConfig: ['/app/hook/config', 'get', '200'],
  hookDeliveries: ['/app/hook/deliveries', 'get', '200'],
  hookDelivery: ['/app/hook/deliveries/{delivery_id}', 'get', '200'],
  installedRepositories: ['/installation/repositories', 'get', '200'],
  user: ['/user', 'get', '200'],
  userEmails: ['/user/emails', 'get', '200'],
  userInstallations: ['/user/installations', 'get', '200'],
  repository: ['/repos/{owner}/{repo}', 'get', '200'],
  pullRequests: ['/repos/{owner}/{repo}/pulls', 'get', '200'],
  activity: ['/repos/{owner}/{repo}/activity', 'get', '200'],
  comparison: ['/repos/{owner}/{repo}/compare/{basehead}', 'get', '200'],
  teams: ['/orgs/{org}/teams', 'get', '200'],
  teamMembers: ['/orgs/{org}/teams/{team_slug}/members', 'get', '200'],
};

/** The webhooks that the local GitHub sends, by event and action. */
const webhooks = [
  'installation-created',
  'installation-deleted',
  'installation-suspend',
  'installation-unsuspend',
  'installation-new-permissions-accepted',
  'installation-repositories-added',
  'installation-repositories-removed',
  'repository-created',
  'repository-renamed',
  'repository-transferred',
  'repository-archived',
  'repository-unarchived',
  'repository-deleted',
  'pull-request-opened',
  'pull-request-closed',
  'pull-request-reopened',
  'pull-request-synchronize',
  'pull-request-ready-for-review',
  'pull-request-converted-to-draft',
  'pull-request-edited',
  'pull-request-labeled',
  'pull-request-review-requested',
  'pull-request-review-request-removed',
  'pull-request-review-submitted',
  'pull-request-review-dismissed',
  'pull-request-review-comment-created',
  'push',
  'membership-added',
  'membership-removed',
  'team-created',
  'team-added-to-repository',
];

const dropped = new Set([
  'description',
  'title',
  'example',
  'examples',
  'externalDocs',
  'default',
  'deprecated',
]);

/** JSON Schema in place of OpenAPI 3.0: `nullable` becomes one more type, and prose goes. */
function plain(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((one) => plain(one));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(
    ([key]) =>
      isMap || !(dropped.has(key) || key.startsWith('x-') || key === 'nullable' || key === 'discriminator'),
  );
  const schema: Schema = Object.fromEntries(
    entries.map(([key, inner]) => [key, plain(inner, !isMap && key === 'properties')]),
  );
  return !isMap && 'nullable' in value && value.nullable === true ? orNull(schema) : schema;
}

function orNull(schema: Schema): Schema {
  const { type, enum: values, ...rest } = schema;
  if (typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  return {
    ...rest,
    type: [type, 'null'],
    ...(Array.isArray(values) && { enum: [...new Set([...values, null])] }),
  };
}

/** Moves every larger part into a table of its own, so that the many copies of a user or a repository are one. */
class Sharing {
  readonly table: Record<string, unknown> = {};

  share(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.share(one));
    if (value === null || typeof value !== 'object') return value;
    const parts = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.share(inner)]));
    const text = JSON.stringify(parts);
    const isSchema = typeof parts.type === 'string' || Array.isArray(parts.type);
    if (text.length < 150 || !isSchema) return parts;
    const name = `shared-${createHash('sha256').update(text).digest('hex').slice(0, 10)}`;
    this.table[name] = parts;
    return { $ref: `#/components/schemas/${name}` };
  }
}

function namesIn(value: unknown): string[] {
  const text = JSON.stringify(value) ?? '';
  return [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
}

/** One schema a line: the answers by their names, then the components that they refer to. */
function* extract(file: string, version: string): Generator<object> {
  const { paths, components } = Description.parse(JSON.parse(readFileSync(file, 'utf8')));
  yield { source: `@octokit/openapi ${version}` };
  const open = webhooks.map((name) => `webhook-${name}`);
  for (const [answer, [path, method, status]] of Object.entries(answers)) {
    const operation = Operation.parse(paths[path]?.[method]);
    const schema = plain(operation.responses[status]?.content?.['application/json']?.schema);
    open.push(...namesIn(schema));
    yield { answer, schema };
  }
  const sharing = new Sharing();
  const done = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (done.has(name)) continue;
    done.add(name);
    const schema = plain(components.schemas[name]);
    open.push(...namesIn(schema));
    yield { name, schema: sharing.share(schema) };
  }
  for (const [name, schema] of Object.entries(sharing.table)) yield { name, schema };
}

const [file = '', version = ''] = process.argv.slice(2);
const lines = [...extract(file, version)].map((line) => JSON.stringify(line));
writeFileSync(new URL('./github-schemas.ndjson', import.meta.url), `${lines.join('\n')}\n`);
