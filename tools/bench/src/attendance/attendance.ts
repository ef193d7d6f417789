import { type Bench, type BenchOptions, type BenchResult, percentile, rounded } from '../report.ts';
import { SHEET_DAYS } from './crowd.ts';
import { readSheets, type SheetSizes, type SheetTimes } from './sheets.ts';
import { openSite } from './site.ts';
import { Recorded, sendAll, sendEvenly, toApi, toBare, type Volley } from './uploads.ts';

export type AttendanceSizes = {
  members: number;
  clockInSeconds: number;
  rounds: number;
  devicesPerRound: number;
  sheets: SheetSizes;
};

const LONG: AttendanceSizes = {
  members: 1_000,
  clockInSeconds: 60,
  rounds: 30,
  devicesPerRound: 30,
  sheets: { rounds: 5, reads: 200, teamReads: 4 },
};
/** As many clock-ins a second, of fewer members; the sheets are of all of these. */
const QUICK: AttendanceSizes = {
  members: 200,
  clockInSeconds: 12,
  rounds: 3,
  devicesPerRound: 12,
  sheets: { rounds: 2, reads: 80, teamReads: 3 },
};

/** Devices that send what they recorded, members who all clock in within a minute, and a month of everybody's day sheets. */
export const benchAttendance: Bench = (options) => measureAttendance(options, options.isQuick ? QUICK : LONG);

type Volleys = { ours: Volley[]; bare: Volley[]; clockIns: Volley };

export async function measureAttendance({ say }: BenchOptions, sizes: AttendanceSizes): Promise<BenchResult> {
  const { members, clockInSeconds, rounds, devicesPerRound } = sizes;
  const site = await openSite(members);
  try {
    say(`attendance: ${members} members with ${SHEET_DAYS} days each stand`);
    const recorded = new Recorded(site.people, Date.now());
    const volleys = { ours: [] as Volley[], bare: [] as Volley[] };
    const warmUp = async (devices: number) => {
      const uploads = recorded.backlogs(devices);
      await sendAll(toBare(site), uploads);
      await sendAll(toApi(site), uploads);
    };
    await warmUp(2 * devicesPerRound);
    await site.settle();
    // with other statistics each connection plans its statements once more
    await warmUp(devicesPerRound);
    for (let round = 1; round <= rounds; round += 1) {
      const uploads = recorded.backlogs(devicesPerRound);
      volleys.ours.push(await sendAll(toApi(site), uploads));
      volleys.bare.push(await sendAll(toBare(site), uploads));
      say(`attendance: round ${round} of ${rounds}`);
    }
    const clockIns = await sendEvenly(toApi(site), recorded.clockIns(), clockInSeconds);
    say(`attendance: ${members} members clocked in within ${rounded(clockIns.seconds, 1)} s`);
    return resultOf({ ...volleys, clockIns }, await readSheets(site, sizes.sheets), sizes);
  } finally {
    await site.close();
  }
}

function uploadFigures(volleys: readonly Volley[]) {
  const sum = (of: (volley: Volley) => number) => volleys.reduce((total, volley) => total + of(volley), 0);
  const latencies = volleys.flatMap(({ latenciesMs }) => latenciesMs);
  return {
    eventsPerSecond: rounded(sum(({ events }) => events) / sum(({ seconds }) => seconds), 0),
    p50Ms: rounded(percentile(latencies, 0.5)),
    p99Ms: rounded(percentile(latencies, 0.99)),
    notApplied: sum(({ notApplied }) => notApplied),
  };
}

function resultOf({ ours, bare, clockIns }: Volleys, times: SheetTimes, sizes: AttendanceSizes): BenchResult {
  const p50 = (name: keyof SheetTimes) => percentile(times[name], 0.5);
  const sheetFigures = (name: keyof SheetTimes) => ({
    p50Ms: rounded(p50(name), 3),
    p95Ms: rounded(percentile(times[name], 0.95), 3),
    reads: times[name].length,
  });
  const [uploads, bareUploads] = [uploadFigures(ours), uploadFigures(bare)];
  return {
    figures: {
      uploads,
      clockIns: {
        ...uploadFigures([clockIns]),
        members: sizes.members,
        seconds: rounded(clockIns.seconds, 1),
      },
      ownDays: sheetFigures('own'),
      ownDaysAmongTen: sheetFigures('ownOfFew'),
      memberDays: sheetFigures('member'),
      teamDays: sheetFigures('team'),
      teamDaysOfTen: sheetFigures('teamOfFew'),
      teamDaysWhileAllAreIn: sheetFigures('running'),
      teamRows: sizes.members * SHEET_DAYS,
    },
    baseline: {
      eventsPerSecond: bareUploads.eventsPerSecond,
      uploadP50Ms: bareUploads.p50Ms,
      pointReadP50Ms: rounded(p50('bareDay'), 3),
      sameRowsP50Ms: rounded(p50('bareTeam'), 3),
    },
    ratios: {
      throughput: rounded(uploads.eventsPerSecond / bareUploads.eventsPerSecond, 3),
      daySheetVsPointRead: rounded(p50('own') / p50('bareDay')),
      daySheetAmongAllVsAmongTen: rounded(p50('own') / p50('ownOfFew')),
      memberDaysVsPointRead: rounded(p50('member') / p50('bareDay')),
      teamDaysVsSameRows: rounded(p50('team') / p50('bareTeam')),
      teamDaysVsPointRead: rounded(p50('team') / p50('bareDay'), 1),
    },
    notes: [
      'a device that was offline for twenty days sends two batches of 100 events, one after the other; 16 devices at once; API, bare server, PostgreSQL and the load share the cores',
      'both servers are warm, and PostgreSQL has its statistics of what the warm-up wrote, as autovacuum takes them, and plans of these',
      'the bare server puts the same rows into a table like session_event with one INSERT for a batch; it checks, folds and sums nothing',
      `daySheetVsPointRead: one member's own ${SHEET_DAYS} days, with weeks, targets, leave and locks, beside one row of the same table by its primary key`,
      `one answer of all ${sizes.members * SHEET_DAYS} days cannot cost what one row costs: teamDaysVsSameRows sets it beside a bare read of the same rows`,
      'memberDays and teamDays are looks at others, each written into the log that the person sees before it is answered',
    ],
  };
}
