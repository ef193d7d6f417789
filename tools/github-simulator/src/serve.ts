import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type LocalGithub, openLocalGithub } from './github/server.ts';
import { populate } from './github/world/population.ts';
import { GithubMemory } from './github-memory.ts';
import { simulateOrganization } from './organization.ts';
import { fernhill } from './people.ts';

const usage = `Opens a local GitHub until it is stopped: pages, REST at /api/v3, GraphQL at /api/graphql.
  --port N             any that is free unless given
  --pull-requests N    fills Fernhill with N pull requests of the last half year, or
  --weeks N            plays N weeks of the simulated history, 8 unless given
  --seed TEXT          fernhill unless given
  --keep FILE          fills Larkspur, another organization, with the pull requests instead (2000 unless given), and remembers
                       that, the port and the Apps that are made, so that the next start goes on with them`;

const Options = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  'pull-requests': z.coerce.number().int().min(1).max(200_000).optional(),
  weeks: z.coerce.number().min(1).max(520).default(8),
  seed: z.string().min(1).default('fernhill'),
  keep: z.string().min(1).optional(),
});
type Options = z.infer<typeof Options>;

const halfYearMs = 182 * 86_400_000;

function readOptions(): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      port: text,
      'pull-requests': text,
      weeks: text,
      seed: text,
      keep: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  return Options.parse(values);
}

function fill(github: LocalGithub, options: Options, now: number): void {
  const { world } = github;
  const weeks = options['pull-requests'] === undefined ? options.weeks : 1;
  for (const delivery of simulateOrganization({ seed: options.seed, weeks, now })) github.tell(delivery);
  if (options['pull-requests'] === undefined) return;
  populate(world, {
    count: options['pull-requests'],
    repositories: world.ownedBy(world.meet(fernhill.organization)),
    seed: options.seed,
    from: now - halfYearMs,
    to: now,
  });
}

async function main(): Promise<void> {
  const options = readOptions();
  const now = Date.now();
  const { keep, seed, 'pull-requests': pullRequests = 2_000 } = options;
  const memory = keep === undefined ? null : new GithubMemory(keep, { seed, pullRequests, until: now });
  const github: LocalGithub = await openLocalGithub({
    port: options.port,
    onChange: () => memory?.save(github),
  });
  if (memory === null) fill(github, options, now);
  else memory.recall(github);
  memory?.save(github);
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => void github.close());
  console.log(`local GitHub: ${github.url}`);
  console.log(`pull requests: ${github.world.pullRequests.size}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof z.ZodError ? z.prettifyError(error) : error);
  console.error(`\n${usage}`);
  process.exitCode = 2;
});
