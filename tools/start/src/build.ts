import { ensureBuilt } from './build/build.ts';
import { type BuildTargetName, buildTargets } from './build/targets.ts';
import { runCommand, StartFailure } from './failure.ts';

const known = Object.keys(buildTargets) as BuildTargetName[];

/** `npm run build [-- api worker web]` */
await runCommand(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !known.includes(name as BuildTargetName));
  if (unknown.length > 0)
    throw new StartFailure(`Unknown: ${unknown.join(', ')}. Known: ${known.join(', ')}.`);
  await ensureBuilt(wanted.length > 0 ? (wanted as BuildTargetName[]) : known, (line) => console.log(line));
  console.log('Everything is built.');
  return 0;
});
