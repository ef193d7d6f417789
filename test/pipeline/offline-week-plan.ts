const MINUTE = 60_000;
const DAY_MINUTES = 1440;

export type Absence = 'idle' | 'locked' | 'asleep';
export type Decision = { atMinute: number; answer: 'counted' | 'excluded' };
/** Minutes of the week, half-open. */
export type Span = { from: number; to: number };
export type Stay = Span & {
  breaks: Span[];
  absences: (Span & { kind: Absence; decided: Decision | null })[];
  /** Without input for less than the threshold: nothing. */
  quiet: Span[];
};
export type DevicePlan = { id: string; isWeb: boolean; stays: Stay[] };
export type WeekPlan = {
  /** Server time of minute 0. */
  startsAt: number;
  days: number;
  /** When every device is taken to New York. */
  flightMinute: number;
  devices: DevicePlan[];
};

type Random = () => number;

const between = (random: Random, least: number, most: number) =>
  least + Math.floor(random() * (most - least + 1));

function decisionOf(random: Random, back: number, out: number): Decision | null {
  const answer = random() < 0.5 ? 'counted' : 'excluded';
  const chance = random();
  if (chance < 0.35) return null;
  return { atMinute: chance < 0.8 ? Math.min(back + 1, out) : out + between(random, 1, 9), answer };
}

/** A stay at a device with what lies in it, at least two minutes of work between. */
function stayOf(span: Span, isWeb: boolean, random: Random): Stay {
  const stay: Stay = { ...span, breaks: [], absences: [], quiet: [] };
  let cursor = span.from + between(random, 3, 50);
  for (;;) {
    const chance = random();
    const to = cursor + between(random, chance < 0.15 ? 2 : 11, chance < 0.15 ? 8 : chance < 0.4 ? 110 : 55);
    if (to > span.to - 4) return stay;
    const part = { from: cursor, to };
    if (isWeb || chance > 0.75) stay.breaks.push(part);
    else if (chance < 0.15) stay.quiet.push(part);
    else {
      const kind = chance < 0.4 ? 'asleep' : chance < 0.6 ? 'locked' : 'idle';
      stay.absences.push({ ...part, kind, decided: decisionOf(random, to, span.to) });
    }
    cursor = to + between(random, 3, 70);
  }
}

function staysOf(days: number, isWeb: boolean, random: Random): Stay[] {
  const stays: Stay[] = [];
  for (let day = 0; day < days; day += 1) {
    let from = day * DAY_MINUTES + between(random, 240, 900);
    for (let left = between(random, 0, 2); left > 0; left -= 1) {
      const to = from + between(random, 20, isWeb ? 240 : 480);
      if (to >= days * DAY_MINUTES) break;
      stays.push(stayOf({ from, to }, isWeb, random));
      from = to + between(random, 15, 200);
      if (from >= (day + 1) * DAY_MINUTES + 200) break;
    }
  }
  return stays.filter((stay, index) => stay.from > (stays[index - 1]?.to ?? -1) + 12);
}

/** A week of one member at two laptops and a page, none of which can reach the server or each other. */
export function weekOf(random: Random, ids: { laptops: readonly string[]; web: string }): WeekPlan {
  const days = 7;
  const plan = (id: string, isWeb: boolean) => ({ id, isWeb, stays: staysOf(days, isWeb, random) });
  return {
    startsAt: Date.parse('2026-10-12T00:00:00Z') + between(random, 0, 20) * DAY_MINUTES * MINUTE,
    days,
    flightMinute: 3 * DAY_MINUTES + between(random, 0, DAY_MINUTES - 1),
    devices: [...ids.laptops.map((id) => plan(id, false)), plan(ids.web, true)],
  };
}

export type PlannedDay = {
  day: string;
  workedMs: number;
  breakMs: number;
  unresolvedMs: number;
  excludedMs: number;
  firstIn: number;
  lastOut: number;
};
type Mark = 'worked' | 'break' | 'unresolved' | 'excluded' | null;

const within = (span: Span, minute: number) => span.from <= minute && minute < span.to;

/** What a minute is to the day sheet, by what truly happened at the devices. */
function markOf(devices: readonly DevicePlan[], minute: number): Mark {
  const here = devices.flatMap(({ id, isWeb, stays }) =>
    stays.filter((stay) => within(stay, minute)).map((stay) => ({ id, isWeb, stay })),
  );
  if (here.length === 0) return null;
  if (here.some(({ stay }) => stay.breaks.some((one) => within(one, minute)))) return 'break';
  const laptops = here.filter(({ isWeb }) => !isWeb);
  const away = laptops.flatMap(({ id, stay }) => {
    const absence = stay.absences.find((one) => within(one, minute));
    return absence ? [{ id, absence }] : [];
  });
  if (away.length === 0 || away.length < laptops.length) return 'worked';
  let last: { id: string; decided: Decision } | null = null;
  for (const { id, absence } of away) {
    const { decided } = absence;
    if (decided === null) continue;
    const isLater = last === null || decided.atMinute > last.decided.atMinute;
    const isSame = last !== null && decided.atMinute === last.decided.atMinute && id > last.id;
    if (isLater || isSame) last = { id, decided };
  }
  return last === null ? 'unresolved' : last.decided.answer === 'counted' ? 'worked' : 'excluded';
}

/** From when on the server can know of the new zone: a device that is open at the landing says it, else the next clock-in does. */
function newZoneFrom({ devices, flightMinute }: WeekPlan): number {
  const laptops = devices.filter(({ isWeb }) => !isWeb);
  if (laptops.some(({ stays }) => stays.some((stay) => within(stay, flightMinute)))) return flightMinute;
  const later = devices
    .flatMap(({ stays }) => stays.map(({ from }) => from))
    .filter((from) => from >= flightMinute);
  return Math.min(Number.POSITIVE_INFINITY, ...later);
}

/** The day sheets of a week, minute by minute. */
export function plannedDays(plan: WeekPlan): PlannedDay[] {
  const movedAt = newZoneFrom(plan);
  const days: PlannedDay[] = [];
  let latest = '';
  for (let minute = 0; minute < (plan.days + 1) * DAY_MINUTES; minute += 1) {
    const at = plan.startsAt + minute * MINUTE;
    const zone = minute < movedAt ? 'Europe/Berlin' : 'America/New_York';
    const local = Temporal.Instant.fromEpochMilliseconds(at)
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString();
    if (local > latest) latest = local;
    const mark = markOf(plan.devices, minute);
    if (mark === null) continue;
    let day = days.at(-1);
    if (day?.day !== latest) {
      day = {
        day: latest,
        workedMs: 0,
        breakMs: 0,
        unresolvedMs: 0,
        excludedMs: 0,
        firstIn: at,
        lastOut: at,
      };
      days.push(day);
    }
    day[`${mark}Ms`] += MINUTE;
    day.lastOut = at + MINUTE;
  }
  return days;
}
