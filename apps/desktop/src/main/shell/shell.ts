import type { EngineNotice } from '@devpulse/domain/attendance/device/engine-types';
import { momentWords } from '@devpulse/ui/words/moment-words';
import type { AppView } from '../../ipc/view.ts';
import type { OpenTarget } from '../../ipc/windows.ts';
import type { ClockPort } from '../clock-port.ts';
import { tellAll } from '../reminders/notifications.ts';
import { clockInReminder } from '../reminders/remind-to-clock-in.ts';
import { mayOpenOutside } from '../security/external-links.ts';
import type { ServerFacts } from '../server/server-facts.ts';
import type { ShortcutKeeper } from '../settings/shortcut.ts';
import type { Session } from '../sign-in/session.ts';
import { SignIn } from '../sign-in/sign-in.ts';
import { Updates } from '../updates/updates.ts';
import { appView, noticeFacts } from '../view/app-view.ts';
import { NoticeBoard } from '../view/notice-board.ts';
import type { ViewParts } from '../view/view-parts.ts';
import type { ShellPorts } from './ports.ts';

const DISMISSED_KEPT = 200;

/** The app without a screen: it holds its parts together, and says after each change what is to be shown. */
export class Shell {
  readonly ports: ShellPorts;
  readonly signIn: SignIn;
  readonly updates: Updates;
  readonly board: NoticeBoard;
  readonly facts: ServerFacts & { read: (userId: string) => void };
  readonly shortcut: ShortcutKeeper;
  #clock: ClockPort | null = null;
  #opened: AppView['opened'] = null;
  #refusedKeys: string | null = null;
  #isTokenKept = true;
  #isPushPending = false;
  readonly #remindToClockIn: ReturnType<typeof clockInReminder>;
  #wasIn = false;
  #zone: string;

  constructor(ports: ShellPorts) {
    this.ports = ports;
    this.#zone = ports.zone();
    const { fetch, vault, now, device, settings, notifier } = ports;
    this.#remindToClockIn = clockInReminder(settings, notifier);
    this.board = new NoticeBoard({
      has: (id) => settings.now.dismissed.includes(id),
      add: (id) => settings.change({ dismissed: [...settings.now.dismissed, id].slice(-DISMISSED_KEPT) }),
    });
    this.facts = ports.facts(() => this.changed());
    this.signIn = new SignIn({
      fetch,
      vault,
      now,
      device,
      openBrowser: (address, server) => this.openOutside(address, server),
      onChange: () => this.#signInChanged(),
      onSignedIn: (session) => void this.#enter(session),
    });
    this.shortcut = ports.shortcut(() => void this.toggleClock());
    this.updates = new Updates({
      updater: ports.updater,
      now,
      isClockedIn: () => this.isClockedIn,
      isAutomatic: () => settings.now.isUpdatingAutomatically,
      beforeRestart: () => ports.letGo(),
      onChange: () => this.changed(),
    });
  }

  get clock(): ClockPort | null {
    return this.#clock;
  }
  /** At work or on a break. */
  get isClockedIn(): boolean {
    return this.#clock !== null && this.#clock.view().state !== 'out';
  }
  get session(): Session | null {
    return this.signIn.state.name === 'signed_in' ? this.signIn.state.session : null;
  }
  get organization(): { id: string; slug: string } | null {
    const memberships = this.facts.known?.account.memberships ?? [];
    const wanted = this.ports.settings.now.organization;
    const chosen = memberships.find(({ organization }) => organization.slug === wanted) ?? memberships[0];
    return chosen?.organization ?? null;
  }

  async start(): Promise<void> {
    const { settings, setTheme, vault } = this.ports;
    setTheme(settings.now.theme);
    this.takeShortcut(settings.now.shortcut);
    this.#isTokenKept = await vault.isKept();
    await this.signIn.restore(settings.now.server);
    this.changed();
  }

  /** Who signed in is shown at once with what was known of them; the server is asked beside. */
  async #enter(session: Session): Promise<void> {
    this.ports.settings.change({ server: session.signIn.server });
    this.facts.read(session.signIn.userId);
    this.#isTokenKept = await this.ports.vault.isKept();
    if (this.organization) this.#openClock(session);
    await this.refreshFacts();
    if (this.session === session && !this.#clock) this.#openClock(session);
  }

  #openClock(session: Session): void {
    const { organization } = this;
    if (!organization) return;
    const onNotice = (notice: EngineNotice) => this.#hear(notice);
    this.#clock = this.ports.openClock(
      { session, organization },
      { onChange: () => this.changed(), onNotice },
    );
    this.changed();
  }

  /** Another organization: its entries are a stream of their own. */
  async chooseOrganization(slug: string): Promise<boolean> {
    const { session } = this;
    const isMember = this.facts.known?.account.memberships.some(
      ({ organization }) => organization.slug === slug,
    );
    if (!session || !isMember || this.isClockedIn) return false;
    this.ports.settings.change({ organization: slug });
    await this.#closeClock();
    this.#openClock(session);
    void this.refreshFacts();
    return true;
  }

  async #closeClock(): Promise<void> {
    const clock = this.#clock;
    this.#clock = null;
    await clock?.close();
  }

  #signInChanged(): void {
    // a removed device still shows, and can save, what it could not send
    if (this.signIn.state.name !== 'signed_in' && this.signIn.state.name !== 'removed') {
      void this.#closeClock();
      this.board.clear();
    }
    this.changed();
  }

  #hear(notice: EngineNotice): void {
    this.board.hear(notice);
    if (notice.type === 'pause_found') this.open({ window: 'pauses' }, { isQuiet: true });
    this.changed();
  }

  /** Asks the server anew about the person; without an answer what was known stays. */
  async refreshFacts(): Promise<void> {
    const { session } = this;
    if (!session) return;
    await this.facts.refresh(session.call, this.ports.settings.now.organization).catch(() => undefined);
  }

  /** The one picture, now. */
  view(): AppView {
    return appView({ ...this.#parts(), board: this.board });
  }

  dismiss(noticeId: string): boolean {
    const isKnown = this.board.dismiss(noticeId, noticeFacts(this.#parts()));
    if (isKnown) this.changed();
    return isKnown;
  }

  #parts(): Omit<ViewParts, 'board'> {
    const { ports, signIn, updates, facts } = this;
    const clock = this.#clock;
    const seen = clock?.seen();
    return {
      now: ports.now(),
      version: ports.version,
      system: ports.system,
      deviceName: ports.device().name,
      zone: ports.zone(),
      signIn: signIn.state,
      server: signIn.server ?? ports.settings.now.server,
      settings: ports.settings.now,
      shortcut: { keys: this.shortcut.keys, refusedKeys: this.#refusedKeys },
      known: facts.known,
      clock: clock?.view() ?? null,
      entries: clock?.entries() ?? [],
      unreadable: clock?.unreadable() ?? 0,
      detection: {
        hasLockSignal: ports.hasLockSignal(),
        lockSeenAt: seen?.lockAt ?? null,
        sleepSeenAt: seen?.sleepAt ?? null,
      },
      update: updates.view,
      isTokenKept: this.#isTokenKept,
      opened: this.#opened,
    };
  }

  /** Something is different; several changes of one moment are shown as one. */
  changed(): void {
    if (this.#isPushPending) return;
    this.#isPushPending = true;
    queueMicrotask(() => {
      this.#isPushPending = false;
      const view = this.view();
      this.ports.show(view);
      this.#tell(view);
      this.#waitForUndo();
    });
  }

  #tell(view: AppView): void {
    if (!view.notice) return;
    const moments = momentWords(view.settings.zone.name, this.ports.hourCycle);
    // what is due is told although the window shows something more pressing
    tellAll(this.board.open(noticeFacts(this.#parts())), moments, this.ports.notifier);
  }

  /** After the minute in which a clock-out can be undone the tray no longer offers that, and an update may come. */
  #waitForUndo(): void {
    const isIn = this.isClockedIn;
    const hasEnded = this.#wasIn && !isIn;
    this.#wasIn = isIn;
    if (!hasEnded) return;
    setTimeout(() => {
      this.ports.showInTray(this.view());
      this.updates.installIfFree({ isQuitting: false });
    }, 61_000).unref();
  }

  /** Once a minute: what grows with time, and what is due by it. */
  minutePassed(): void {
    const zone = this.ports.zone();
    if (zone !== this.#zone) this.#clock?.zoneChanged();
    this.#zone = zone;
    const view = this.view();
    if (view.work?.clock.state === 'out') {
      this.#remindToClockIn({ now: this.ports.now(), zone: view.settings.zone.name, today: view.work.today });
    }
    if (this.ports.windows.isAnyShown()) this.changed();
    else if (this.isClockedIn) this.ports.showInTray(view);
  }

  open(target: Partial<OpenTarget> & Pick<OpenTarget, 'window'>, how: { isQuiet?: boolean } = {}): void {
    const whole = { day: null, correctSessionId: null, isOnRequests: false, tab: null, ...target };
    this.#opened = { ...whole, serial: (this.#opened?.serial ?? 0) + 1 };
    this.ports.windows.open(target.window, how);
    this.changed();
  }

  async openOutside(address: string, server: string | null): Promise<boolean> {
    if (!mayOpenOutside(address, server)) return false;
    try {
      await this.ports.openOutside(address);
      return true;
    } catch {
      return false;
    }
  }

  /** The shortcut: in when out, else out. */
  async toggleClock(): Promise<void> {
    if (!this.#clock) return this.open({ window: 'main' });
    const type = this.isClockedIn ? 'clock_out' : 'clock_in';
    await this.#clock.command(type === 'clock_in' ? { type } : { type, endedAt: null });
  }

  takeShortcut(keys: string | null): boolean {
    const isTaken = this.shortcut.use(keys) === 'taken';
    this.#refusedKeys = isTaken ? keys : null;
    this.changed();
    return !isTaken;
  }

  async checkStorageAgain(): Promise<void> {
    this.#isTokenKept = await this.ports.vault.isKept();
    const { session } = this;
    if (session) await this.ports.vault.write(session.signIn);
    this.changed();
  }

  /** A window was shown or hidden: a running time that nobody sees needs fewer ticks. */
  windowsChanged(): void {
    const isShown = this.ports.windows.isAnyShown();
    this.#clock?.setShown(isShown);
    if (isShown) this.changed();
  }

  /** The last sign of life is on the disk when this returns. */
  shutDown(): void {
    this.#clock?.shutDown();
    this.shortcut.release();
  }
}
