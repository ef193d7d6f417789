import {
  clockOutPause,
  type DayPiece,
  isMoot,
  type OpenPause,
  type PauseAnswer,
  type PauseAnswers,
  workedAfter,
} from '@devpulse/domain/attendance/pause-choices';
import { durationText, spokenDurationText } from './duration-words.ts';
import { dayWords, type MomentWords } from './moment-words.ts';

export type PauseCause = 'no_input' | 'locked' | 'asleep' | 'app_closed';
export type ShownPause = OpenPause & { cause: PauseCause };

/** What the words of pauses rest on: the pauses, what was answered, and what is counted of each day without them. */
export type PauseScene = {
  pauses: readonly ShownPause[];
  answers: PauseAnswers;
  workedWithout: readonly DayPiece[];
  /** The member's local day. */
  today: string;
  moments: MomentWords;
};

export const CAUSE_WORDS: Record<PauseCause, string> = {
  no_input: 'no input',
  locked: 'screen locked',
  asleep: 'asleep',
  app_closed: 'app closed',
};
const DURING: Record<PauseCause, string> = {
  no_input: 'without input',
  locked: 'screen locked',
  asleep: 'asleep',
  app_closed: 'with DevPulse closed',
};
export const NOT_COUNTED_YET =
  'Not counted until you decide, here or on the web, any time before the day is locked. The clock keeps running meanwhile.';
export const APP_WAS_CLOSED =
  'DevPulse was not running, so it knows only the two times: when it was closed and when it opened again.';

const lengthOf = (pause: OpenPause) => pause.endedAt - pause.startedAt;
const sum = (pieces: readonly DayPiece[]) => pieces.reduce((total, { ms }) => total + ms, 0);
const nameOf = (day: string, today: string) => (day === today ? 'Today' : dayWords.weekday(day));

/** `10:00–10:25, 25 min without input` */
export function pauseLine(pause: ShownPause, moments: MomentWords): string {
  return `${moments.range(pause)}, ${durationText(lengthOf(pause))} ${DURING[pause.cause]}`;
}

/** The choices of one pause, with what each makes of the days that it touches. */
export function choicesOf(pause: ShownPause, scene: PauseScene) {
  const answers: PauseAnswer[] = pause.canClockOut
    ? ['counted', 'excluded', 'clock_out']
    : ['counted', 'excluded'];
  return answers.map((answer) => ({
    answer,
    label: labelOf(answer, pause, scene.moments, true),
    sentence: sentenceOf(answer, pause, scene),
    effects: effectsOf(pause, answer, scene, (name, worked) => `${lower(name)} ${durationText(worked)}`),
  }));
}

const lower = (name: string) => (name === 'Today' ? 'today' : name);

function labelOf(answer: PauseAnswer, pause: OpenPause, moments: MomentWords, isLong: boolean): string {
  if (answer === 'counted') return 'Keep';
  if (answer === 'excluded') return 'Leave out';
  return `Clock out ${isLong ? 'at ' : ''}${moments.time(pause.startedAt)}`;
}

function sentenceOf(answer: PauseAnswer, pause: ShownPause, { moments }: PauseScene): string {
  if (answer === 'excluded') return 'I was away. I am still clocked in.';
  if (answer === 'counted') {
    if (pause.pieces.length < 2) return `I was working. The ${durationText(lengthOf(pause))} count.`;
    const pieces = pause.pieces.map(({ day, ms }) => `${durationText(ms)} ${dayWords.weekday(day)}`);
    return `I was working. ${pieces.join(', ')}.`;
  }
  const dropped = sum(pause.droppedIfClockedOut);
  if (dropped === 0) return 'I was done.';
  return `I was done. Leaves out ${durationText(dropped)} since ${moments.time(pause.endedAt)}.`;
}

function effectsOf(
  pause: OpenPause,
  answer: PauseAnswer,
  scene: PauseScene,
  words: (dayName: string, worked: number) => string,
): string[] {
  const answers = new Map(scene.answers).set(pause.pauseId, answer);
  const worked = workedAfter(scene.pauses, answers, scene.workedWithout);
  const days = new Set([...pause.pieces, ...pause.droppedIfClockedOut].map(({ day }) => day));
  const isOne = days.size === 1;
  return [...days]
    .toSorted()
    .map((day) => words(isOne ? nameOf(day, scene.today) : dayWords.weekday(day), worked.get(day) ?? 0));
}

/** All pauses as a list, the row that answers for all of them first. */
export function listedPauses(scene: PauseScene) {
  const { pauses, answers, moments } = scene;
  const end = clockOutPause(pauses, answers);
  const rows = pauses.map((pause) => ({
    id: pause.pauseId,
    sign: pause.cause,
    title: moments.range(pause),
    cause: CAUSE_WORDS[pause.cause],
    duration: durationText(lengthOf(pause)),
    chosen: answers.get(pause.pauseId) ?? null,
    moot: isMoot(pause, end) ? 'After the clock-out: nothing to decide.' : null,
    options: choicesOf(pause, scene).map(({ answer }) => ({
      answer,
      label: labelOf(answer, pause, moments, false),
      effect: effectsOf(pause, answer, scene, shortEffect).join(', '),
    })),
  }));
  return [allRow(scene), ...rows];
}

const shortEffect = (name: string, worked: number) =>
  name === 'Today' ? durationText(worked) : `${name} ${durationText(worked)}`;

export const ALL_PAUSES = 'all';

/** What answering all of them alike would be; clocking out is at the first. */
export function answersForAll(pauses: readonly OpenPause[], answer: PauseAnswer): PauseAnswers {
  const [first] = pauses;
  if (answer === 'clock_out') return new Map(first ? [[first.pauseId, 'clock_out' as const]] : []);
  return new Map(pauses.map(({ pauseId }) => [pauseId, answer]));
}

function allRow(scene: PauseScene) {
  const { pauses, answers, moments } = scene;
  const [first] = pauses;
  const offered: PauseAnswer[] = first?.canClockOut
    ? ['counted', 'excluded', 'clock_out']
    : ['counted', 'excluded'];
  const labels = {
    counted: 'Keep all',
    excluded: 'Leave all out',
    clock_out: `Clock out ${first ? moments.time(first.startedAt) : ''}`,
  };
  const isChosen = (answer: PauseAnswer) => {
    const wanted = answersForAll(pauses, answer);
    return wanted.size === answers.size && [...wanted].every(([id, value]) => answers.get(id) === value);
  };
  return {
    id: ALL_PAUSES,
    sign: null,
    title: `All ${pauses.length} pauses`,
    cause: null,
    duration: durationText(pauses.reduce((total, pause) => total + lengthOf(pause), 0)),
    chosen: offered.find(isChosen) ?? null,
    moot: null,
    options: offered.map((answer) => {
      const worked = workedAfter(pauses, answersForAll(pauses, answer), scene.workedWithout);
      const day = mainDay(scene);
      return { answer, label: labels[answer], effect: durationText(worked.get(day) ?? 0) };
    }),
  };
}

/** Today where a pause touches it, else the last day that one does. */
function mainDay({ pauses, today, workedWithout }: PauseScene): string {
  const days = pauses
    .flatMap((pause) => [...pause.pieces, ...pause.droppedIfClockedOut])
    .map(({ day }) => day);
  if (days.includes(today)) return today;
  return days.toSorted().at(-1) ?? workedWithout.at(-1)?.day ?? today;
}

/** `Today is 4 h 47 min without them.` */
export function withoutThem(scene: PauseScene): string {
  const day = mainDay(scene);
  const worked = workedAfter(scene.pauses, new Map(), scene.workedWithout).get(day) ?? 0;
  return `${nameOf(day, scene.today)} is ${durationText(worked)} without them.`;
}

/** `Today now 1 h 03 min`; a pause over midnight names the day. */
export function nowLine(scene: PauseScene): string {
  const day = mainDay(scene);
  const isOne = new Set(scene.pauses.flatMap(({ pieces }) => pieces.map((piece) => piece.day))).size === 1;
  const worked = workedAfter(scene.pauses, new Map(), scene.workedWithout).get(day) ?? 0;
  return `${isOne ? nameOf(day, scene.today) : dayWords.weekday(day)} now ${durationText(worked)}`;
}

/** `Today becomes 5 h 27 min`; null while nothing is answered. */
export function becomesLine(scene: PauseScene, duration = durationText): string | null {
  if (scene.answers.size === 0) return null;
  const day = mainDay(scene);
  const worked = workedAfter(scene.pauses, scene.answers, scene.workedWithout).get(day) ?? 0;
  return `${nameOf(day, scene.today)} becomes ${duration(worked)}`;
}

/** What clocking out in the past would cost; null where nothing is lost. */
export function priceLine(scene: PauseScene): string | null {
  const end = clockOutPause(scene.pauses, scene.answers);
  const dropped = end ? sum(end.droppedIfClockedOut) : 0;
  if (!end || dropped === 0) return null;
  const since = scene.moments.time(end.endedAt);
  return `You would be clocked out now, and ${durationText(dropped)} of work since ${since} would not count. “Leave out” keeps them.`;
}

/** What a changed choice is read out as. */
export function announceChoice(scene: PauseScene, id: string, answer: PauseAnswer): string {
  const { pauses, moments } = scene;
  const becomes = becomesLine(scene, spokenDurationText) ?? '';
  const pause = pauses.find(({ pauseId }) => pauseId === id);
  const end = clockOutPause(pauses, scene.answers);
  const dropped = end ? sum(end.droppedIfClockedOut) : 0;
  if (answer === 'clock_out' && end) {
    const lost = `; ${spokenDurationText(dropped)} since ${moments.time(end.endedAt)} would not count`;
    return `Clock out at ${moments.time(end.startedAt)}. ${becomes}${dropped > 0 ? lost : ''}.`;
  }
  const verb = answer === 'counted' ? 'Keep' : 'Leave out';
  const what = pause ? moments.spokenRange(pause) : `all ${pauses.length} pauses`;
  return `${verb} ${what}. ${becomes}.`;
}
