import type { Role } from '@devpulse/domain/access/roles';
import {
  type DemoStory,
  demoDays,
  demoStory,
  forgottenDay,
  lateNight,
  morning,
  unansweredDay,
  type WorkedDay,
  type WorkingHabit,
  wholeDay,
} from './demo-hours.ts';

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';
const HOUR = 60;

export type DemoColleague = {
  name: string;
  /** On the simulated GitHub, which says in which team they are. */
  login: string;
  role: Exclude<Role, 'owner'>;
  /** Name of the team that they manage. */
  manages?: string;
  habit: WorkingHabit;
  /** What happened to them on which day; the rest of their days is as usual. */
  event?: keyof DemoStory;
};

export const demoOwnerHabit: WorkingHabit = {
  zone: BERLIN,
  startMinute: 8 * HOUR + 45,
  workMinutes: 8 * HOUR,
  spread: 0,
};

const habit = (zone: string, startMinute: number, workMinutes: number, spread: number): WorkingHabit => ({
  zone,
  startMinute,
  workMinutes,
  spread,
});

/** Who of the simulated organization has an account at once. */
export const demoColleagues: readonly DemoColleague[] = [
  {
    name: 'Hannah Weiss',
    login: 'hweiss',
    role: 'manager',
    manages: 'Checkout',
    habit: habit(BERLIN, 8 * HOUR, 8 * HOUR - 20, 1),
  },
  {
    name: 'Elif Kaya',
    login: 'elifkaya',
    role: 'developer',
    habit: habit(BERLIN, 9 * HOUR, 8 * HOUR, 2),
    event: 'leave',
  },
  {
    name: 'Tomasz Wilk',
    login: 'twilk',
    role: 'developer',
    habit: habit(BERLIN, 7 * HOUR + 50, 7 * HOUR + 40, 3),
    event: 'lateStart',
  },
  {
    name: 'Mateus Rocha',
    login: 'mateusrocha',
    role: 'developer',
    habit: habit(NEW_YORK, 8 * HOUR + 30, 7 * HOUR + 45, 4),
    event: 'lateNight',
  },
  {
    name: 'Leon Fischer',
    login: 'leonfischer',
    role: 'developer',
    habit: habit(BERLIN, 8 * HOUR + 30, 8 * HOUR + 10, 5),
    event: 'forgotten',
  },
  {
    name: 'Sofia Ricci',
    login: 'sofia-ricci',
    role: 'developer',
    habit: habit(BERLIN, 9 * HOUR, 7 * HOUR + 30, 6),
    event: 'halfDay',
  },
  {
    name: 'Daniel Okafor',
    login: 'dokafor',
    role: 'developer',
    habit: habit(NEW_YORK, 9 * HOUR, 8 * HOUR - 10, 7),
    event: 'unanswered',
  },
];

/** `hannah.weiss@fernhill.example`, as their commits have it. */
export function demoAddress({ name }: Pick<DemoColleague, 'name'>): string {
  return `${name.toLowerCase().replace(' ', '.')}@fernhill.example`;
}

export type DemoWorker = Pick<DemoColleague, 'habit' | 'event'>;

/** Three weeks of somebody's days before `today`, in their order. In New York they are over when `today` begins in Berlin. */
export function demoWork(worker: DemoWorker, today: Temporal.PlainDate): WorkedDay[] {
  const { holiday, ...story } = demoStory(today);
  const { habit: usual, event } = worker;
  const special = event === undefined || event === 'holiday' ? null : { event, day: story[event] };
  const free = special?.event === 'leave' ? [holiday, special.day] : [holiday];
  return demoDays(today, free).flatMap((day) => {
    if (special === null || !special.day.equals(day)) return [wholeDay(day, usual)];
    return specialDay(special.event, day, usual);
  });
}

function specialDay(event: keyof DemoStory, day: Temporal.PlainDate, usual: WorkingHabit): WorkedDay[] {
  switch (event) {
    case 'forgotten':
      return [forgottenDay(day, usual)];
    case 'unanswered':
      return [unansweredDay(day, usual)];
    case 'halfDay':
      return [morning(day, usual)];
    case 'lateNight':
      return [wholeDay(day, usual), lateNight(day, usual)];
    default:
      return [wholeDay(day, usual)];
  }
}
