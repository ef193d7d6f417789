import { benchAttendance } from './attendance/attendance.ts';
import { benchBackfill } from './backfill/backfill.ts';
import { benchBoot } from './boot/boot.ts';
import { benchDesktopIdle } from './desktop-idle/desktop-idle.ts';
import { benchFreshness } from './freshness/freshness.ts';
import { benchIngest } from './ingest/ingest.ts';
import { benchLoginStorm } from './login-storm/login-storm.ts';
import { benchProcess } from './process/process.ts';
import { benchRead } from './read/read.ts';
import { type Bench, toReport } from './report.ts';
import { benchRollup } from './rollup/rollup.ts';

const BENCHES: Record<string, Bench> = {
  ingest: benchIngest,
  freshness: benchFreshness,
  boot: benchBoot,
  'login-storm': benchLoginStorm,
  backfill: benchBackfill,
  process: benchProcess,
  rollup: benchRollup,
  read: benchRead,
  attendance: benchAttendance,
  'desktop-idle': benchDesktopIdle,
};
const KEEP = '--keep=';
const DELIVERIES = '--deliveries=';

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const wanted = names.includes('all') ? Object.keys(BENCHES) : names;
const unknown = [
  ...wanted.filter((name) => !BENCHES[name]),
  ...flags.filter(
    (flag) =>
      !['--quick', '--million', '--json'].includes(flag) &&
      !flag.startsWith(KEEP) &&
      !/^--deliveries=[1-9]\d{2,6}$/.test(flag),
  ),
];

if (wanted.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`Not known: ${unknown.join(', ')}`);
  console.error(
    `Usage: npm run bench -- NAME [--quick | --million] [--json] [--keep=DIRECTORY] [--deliveries=NUMBER], NAME being one of: ${Object.keys(BENCHES).join(', ')}, all`,
  );
  process.exit(2);
}

const keptIn = flags.find((flag) => flag.startsWith(KEEP))?.slice(KEEP.length);
const deliveries = flags.find((flag) => flag.startsWith(DELIVERIES))?.slice(DELIVERIES.length);
const isJson = flags.includes('--json');
for (const name of wanted) {
  const result = await (BENCHES[name] as Bench)({
    isQuick: flags.includes('--quick'),
    isMillion: flags.includes('--million'),
    keptIn,
    deliveries: deliveries === undefined ? undefined : Number(deliveries),
    say: (line) => console.error(line),
  });
  const report = toReport(name, result);
  console.log(isJson ? JSON.stringify(report) : JSON.stringify(report, null, 2));
}
