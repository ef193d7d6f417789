import { MetricId, type PlainFigure } from '@devpulse/contracts/analytics/figures';
import { METRIC_IDS, METRICS } from '@devpulse/domain/metrics/definitions';
import { addDays } from '@devpulse/domain/time/local-day';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countChange } from '../testing/changed-organization.ts';
import { type OrganizationStage, openOrganizationStage } from '../testing/organization-stage.ts';
import type { TestOrganization, TestPerson } from '../testing/people.ts';

const TODAY = new Date().toISOString().slice(0, 10);
/** Reviews that each person gives on each day: powers, so that any sum says whose they are. */
const reviewsOf = (person: number) => 2 ** person;
const ABOUT_PEOPLE = METRIC_IDS.filter((id) => METRICS[id].isAboutPeople);

type Team = { id: string; slug: string; people: number[] };

let stage: OrganizationStage;
let organization: TestOrganization;
let owner: TestPerson;
let memberOfSmall: TestPerson;
let managerOfSmall: TestPerson;
/** Ids by the number of the person. */
const contributors: string[] = [];
const teams: Record<'small' | 'five' | 'six', Team> = {} as never;

beforeAll(async () => {
  stage = await openOrganizationStage();
  const { registry } = stage;
  organization = await registry.organization();
  owner = await registry.person();
  memberOfSmall = await registry.person();
  managerOfSmall = await registry.person();
  await registry.member(organization, owner, 'owner');
  await registry.member(organization, memberOfSmall, 'developer');
  await registry.member(organization, managerOfSmall, 'manager');
  let person = 0;
  for (const [name, size] of [
    ['small', 4],
    ['five', 5],
    ['six', 6],
  ] as const) {
    const id = await registry.team(organization, name);
    const people = Array.from({ length: size }, () => person++);
    for (const n of people) {
      const isMember = name === 'small' && n === people[0];
      const contributor = await registry.contributor(
        organization,
        isMember ? { userId: memberOfSmall.userId } : {},
      );
      contributors.push(contributor);
      await registry.putInTeam(organization, id, contributor);
    }
    const { rows } = await registry.pool.query('SELECT slug FROM team WHERE id = $1', [id]);
    teams[name] = { id, slug: rows[0].slug, people };
  }
  // One more, who is in no team.
  await registry.contributor(organization);
  await registry.manages(organization, teams.small.id, managerOfSmall);
  for (let back = 0; back < 40; back += 1) {
    const day = addDays(TODAY, -back);
    for (const team of Object.values(teams)) await writeDay('team', team.id, day, team.people);
    await writeDay(
      'organization',
      organization.id,
      day,
      Array.from({ length: person + 1 }, (_, n) => n),
    );
  }
});
afterAll(() => stage.close());

async function writeDay(scopeType: string, scopeId: string, day: string, people: number[]): Promise<void> {
  const reviews = people.reduce((sum, one) => sum + reviewsOf(one), 0);
  await stage.registry.pool.query(
    `INSERT INTO daily_metrics (organization_id, day, scope_type, scope_id, definition_version, merged, reviews_submitted, pushes,
       sketches, computed_at) VALUES ($1, $2, $3, $4, 1, $5, $6, $6, '{}', now())`,
    [organization.id, day, scopeType, scopeId, people.length, reviews],
  );
}

const base = () => `organizations/${organization.slug}`;
const read = async (person: TestPerson, path: string) => {
  const answer = await stage.ask(person, `GET ${base()}${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.body as Record<string, never>;
};
async function figures(person: TestPerson, query: string): Promise<Map<string, PlainFigure>> {
  const { figures: list } = (await read(person, `/metrics?${query}`)) as unknown as {
    figures: PlainFigure[];
  };
  return new Map(list.map((one) => [one.metric, one]));
}
const teamQuery = (name: keyof typeof teams) => `team=${teams[name].slug}`;

describe('figures about what people do', () => {
  test('are withheld of a team under five from who is neither in it nor manages it, and nothing else is', async () => {
    const seen = await figures(owner, teamQuery('small'));
    for (const metric of METRIC_IDS) {
      const isHidden = ABOUT_PEOPLE.includes(metric);
      expect([metric, seen.get(metric)?.withheld]).toEqual([metric, isHidden ? 'small_group' : null]);
    }
    expect(seen.get('reviews_submitted')).toMatchObject({
      value: null,
      n: 0,
      previous: null,
      evidence: null,
    });
    expect(seen.get('merged')).toMatchObject({ value: 120, n: 120 });
    for (const person of [memberOfSmall, managerOfSmall]) {
      const own = await figures(person, teamQuery('small'));
      expect(own.get('reviews_submitted')).toMatchObject({ value: 450, withheld: null });
    }
  });

  test.each([
    ['trend', (metric: string) => `/metrics/${metric}/trend?${teamQuery('small')}`],
    ['team page', () => `/delivery/teams/${teams.small.id}`],
    ['list of teams', () => '/delivery/teams'],
    ['overview', () => `/overview?${teamQuery('small')}`],
    ['export', () => `/daily-metrics?${teamQuery('small')}`],
  ])('are in no part of the %s', async (_, pathOf) => {
    const secrets = [1, 7, 14, 30].map((days) => days * 15);
    for (const metric of ['reviews_submitted', 'pushes'] as const) {
      const answer = await read(owner, pathOf(metric));
      const line =
        'items' in answer
          ? (answer.items as { id: string }[]).find(({ id }) => id === teams.small.id)
          : answer;
      const numbers = [...JSON.stringify(line).matchAll(/[:[,](\d+)(?=[,\]}])/g)].map(([, n]) => Number(n));
      expect(numbers.filter((n) => secrets.includes(n))).toEqual([]);
    }
  });

  test('have no evidence where they are withheld', async () => {
    for (const metric of ABOUT_PEOPLE.filter((id) => METRICS[id].hasEvidence)) {
      const { status, body } = await stage.ask(
        owner,
        `GET ${base()}/metrics/${metric}/pull-requests?${teamQuery('small')}`,
      );
      expect([metric, status, body.field]).toEqual([metric, 403, 'query.team']);
    }
    expect(
      (await read(managerOfSmall, `/metrics/reviews_submitted/pull-requests?${teamQuery('small')}`)).total,
    ).toBe(0);
  });
});

const DAYS = [0, 1, 2].map((back) => addDays(TODAY, -back));
/** A line for each person and day, as a bit of its own, so that any sum says of whom and when it is. */
const lineOf = (person: number, day: string) => 2 ** (DAYS.indexOf(day) * 16 + person);

async function writeLines(scopeType: string, scopeId: string, day: string, people: number[]): Promise<void> {
  await stage.registry.pool.query(
    `UPDATE daily_metrics SET additions = $4 WHERE organization_id = $1 AND scope_type = $2 AND scope_id = $3 AND day = $5`,
    [organization.id, scopeType, scopeId, people.reduce((sum, one) => sum + lineOf(one, day), 0), day],
  );
}

/** Everything that a reader can see of the lines, of any scope and range of these days. */
async function seenLines(person: TestPerson): Promise<bigint[]> {
  const ranges = DAYS.flatMap((to) => DAYS.filter((from) => from <= to).map((from) => ({ from, to })));
  const seen = new Set<bigint>();
  for (const { from, to } of ranges) {
    for (const scope of ['', ...Object.values(teams).map(({ slug }) => `&team=${slug}`)]) {
      const path = `/metrics?range=custom&from=${from}&to=${to}&compare=none${scope}`;
      const { status, body } = await stage.ask(person, `GET ${base()}${path}`);
      if (status !== 200) continue;
      const { value } = (body as unknown as { figures: PlainFigure[] }).figures.find(
        ({ metric }) => metric === 'additions',
      ) as PlainFigure;
      if (value !== null && value > 0) seen.add(BigInt(value));
    }
  }
  return [...seen];
}

/** People of a sum by day. */
const peopleOf = (sum: bigint): number[][] =>
  DAYS.map((_, day) =>
    Array.from({ length: 16 }, (_, person) => person).filter(
      (person) => ((sum >> BigInt(day * 16 + person)) & 1n) === 1n,
    ),
  );

test('differencing: team minus team less one, adjacent days and scopes subtracted from each other leave nobody alone', async () => {
  const { registry, api } = stage;
  const everybody = Array.from({ length: 16 }, (_, person) => person);
  const leaver = teams.five.people[0] as number;
  await registry.pool.query(
    'UPDATE team_membership SET ends_at = $2::date WHERE team_id = $1 AND contributor_id = $3',
    [teams.five.id, TODAY, contributors[leaver]],
  );
  for (const day of DAYS) {
    await writeLines('organization', organization.id, day, everybody);
    for (const { id, people } of Object.values(teams))
      await writeLines('team', id, day, day === TODAY ? people.filter((one) => one !== leaver) : people);
  }
  await countChange(api, registry.pool, organization.id);
  for (const reader of [owner, memberOfSmall, managerOfSmall]) {
    const own = reader === owner ? [] : teams.small.people;
    const isTold = (people: number[]) =>
      people.length === 0 ||
      people.length >= 5 ||
      (own.length > 0 && people.every((one) => own.includes(one)));
    const sums = await seenLines(reader);
    expect(sums.length).toBeGreaterThan(5);
    // What is seen, and what is left of it when anything else that is seen is taken away, twice.
    const derived = new Set(sums);
    for (let round = 0; round < 2; round += 1) {
      for (const a of [...derived]) for (const b of sums) if (a !== b && (a & b) === b) derived.add(a - b);
    }
    const alone = [...derived].map(peopleOf).filter((days) => !days.every(isTold));
    expect(alone).toEqual([]);
  }
});

test('no route of analytics sorts: an unknown query field is refused by name', async () => {
  const paths = [
    '/overview',
    '/metrics',
    '/metrics/merged/trend',
    '/daily-metrics',
    '/delivery/teams',
    '/delivery/repositories',
  ];
  for (const path of [
    ...paths,
    '/delivery/me',
    '/alerts',
    '/score',
    '/score/history',
    '/metrics/merged/pull-requests',
  ]) {
    for (const field of ['sort', 'order', 'orderBy']) {
      const { status, body } = await stage.ask(owner, `GET ${base()}${path}?${field}=reviews_submitted`);
      expect([path, status, body.field]).toEqual([path, 400, `query.${field}`]);
    }
  }
  expect(MetricId.options).toEqual(METRIC_IDS);
});
