import { Agenda } from './agenda.ts';
import { WorkCalendar } from './calendar.ts';
import type { Person, Repository, TeamName } from './model.ts';
import { people } from './people.ts';
import { Random } from './random.ts';
import { foundRepositories, shareOfWork } from './repositories.ts';

const week = 7 * 24 * 3_600_000;
const countingSince = Date.UTC(2025, 0, 1);

/** Numbers as GitHub gives them: growing with time, unique, beyond 32 bits of sign. */
class NumberSource {
  readonly #base: number;
  readonly #perSecond: number;
  readonly #random: Random;
  #last = 0;

  constructor(range: { base: number; perSecond: number }, random: Random) {
    this.#base = range.base;
    this.#perSecond = range.perSecond;
    this.#random = random;
  }

  /** @param at simulated instant, in milliseconds */
  next(at: number): number {
    const seconds = Math.max(0, Math.floor((at - countingSince) / 1_000));
    const wanted = this.#base + seconds * this.#perSecond + this.#random.integer(0, this.#perSecond - 1);
    this.#last = Math.max(this.#last + 1, wanted);
    return this.#last;
  }
}

/** The state that all lives share: who is in which team, the repositories, the calendar, the numbers given so far. */
export class World {
  readonly seed: string;
  /** Start of the history, in milliseconds. */
  readonly start: number;
  readonly random: Random;
  readonly agenda = new Agenda();
  readonly calendar: WorkCalendar;
  readonly repositories: Repository[];
  readonly pullRequestIds: NumberSource;
  readonly reviewIds: NumberSource;
  readonly commentIds: NumberSource;
  readonly #teams: Map<string, TeamName>;
  #lives = 0;
  #ordinals = 0;
  readonly #deck: boolean[] = [];
  readonly #deckRandom: Random;

  constructor(seed: string, start: number) {
    this.seed = seed;
    this.start = start;
    this.random = new Random(`${seed}/${start}`);
    this.calendar = new WorkCalendar(this.random.fork('calendar'), start);
    this.repositories = foundRepositories(this.random.fork('repositories'), start);
    const numbers = (name: string, base: number, perSecond: number) =>
      new NumberSource({ base, perSecond }, this.random.fork(name));
    this.pullRequestIds = numbers('pull-request-ids', 2_600_000_000, 12);
    this.reviewIds = numbers('review-ids', 2_900_000_000, 24);
    this.commentIds = numbers('comment-ids', 1_900_000_000, 18);
    this.#deckRandom = this.random.fork('deck');
    this.#teams = new Map(people.map((person) => [person.login, person.firstTeam]));
  }

  /** An own stream for each life, numbered in the order of their beginnings. */
  streamForLife(kind: string): Random {
    this.#lives += 1;
    return this.random.fork(`${kind}/${this.#lives}`);
  }

  /** Counts the pieces of work that are meant to be merged, in the order in which they begin. */
  nextOrdinal(): number {
    this.#ordinals += 1;
    return this.#ordinals;
  }

  /** Deals from shuffled decks of `among` cards, `count` of which say yes. */
  isToBeGivenUp(deck: { among: number; count: number }): boolean {
    if (this.#deck.length === 0) {
      for (let card = 0; card < deck.among; card += 1) {
        this.#deck.splice(this.#deckRandom.integer(0, card), 0, card < deck.count);
      }
    }
    return this.#deck.pop() ?? false;
  }

  teamOf(person: Person): TeamName {
    return this.#teams.get(person.login) ?? person.firstTeam;
  }

  moveToTeam(person: Person, team: TeamName): void {
    this.#teams.set(person.login, team);
  }

  hasJoined(person: Person, at: number): boolean {
    return at >= this.start + person.joinsAfterWeeks * week;
  }

  /** People other than the author who could be asked for a review now, mostly of the author's team. */
  pickReviewers(author: Person | null, at: number, random: Random): Person[] {
    const team = author === null ? null : this.teamOf(author);
    const candidates = people.filter(
      (person) => person !== author && this.hasJoined(person, at) && !this.calendar.isAway(person, at),
    );
    const weight = (person: Person) =>
      person.reviewWeight * (team === null || this.teamOf(person) === team ? 1 : 0.06);
    const pool = candidates.length > 0 ? candidates : people.filter((person) => person !== author);
    const first = random.weighted(pool, weight);
    const rest = pool.filter((person) => person !== first);
    return rest.length > 0 && random.chance(0.48) ? [first, random.weighted(rest, weight)] : [first];
  }

  pickRepository(person: Person, random: Random): Repository {
    const team = this.teamOf(person);
    return random.weighted(this.repositories, (repository) => shareOfWork(repository, team));
  }
}
