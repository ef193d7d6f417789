import type { UpdateView } from '../../ipc/settings.ts';

/** What the gate needs of electron-updater's `AppUpdater`. */
export type Updater = {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  allowPrerelease: boolean;
  checkForUpdates: () => Promise<unknown>;
  quitAndInstall: (isSilent?: boolean, isForceRunAfter?: boolean) => void;
  on: {
    (
      event: 'update-available' | 'update-not-available' | 'update-downloaded',
      listener: (info: { version: string }) => void,
    ): unknown;
    (event: 'error', listener: (error: Error) => void): unknown;
  };
};

export const CHECK_EVERY_MS = 24 * 3_600_000;

type Ports = {
  /** Null where this build cannot update itself: it was not packaged, or the system's package manager does it. */
  updater: Updater | null;
  now: () => number;
  isClockedIn: () => boolean;
  isAutomatic: () => boolean;
  /** Before the restart: journals are closed, windows may go. */
  beforeRestart: () => void;
  onChange: () => void;
};

/** Updates are fetched when they come and installed between sessions: never under a running clock, unless the person says so. */
export class Updates {
  readonly #ports: Ports;
  #state: UpdateView['state'];
  #version: string | null = null;
  #checkedAt: number | null = null;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#state = ports.updater ? 'not_checked' : 'unsupported';
    if (ports.updater) this.#listen(ports.updater);
  }

  get view(): UpdateView {
    return {
      state: this.#state,
      version: this.#version,
      checkedAt: this.#checkedAt,
      isDeferred: this.#state === 'ready' && this.#ports.isClockedIn(),
    };
  }

  #listen(updater: Updater): void {
    updater.autoDownload = true;
    // quitting while clocked in must not install: the gate below decides
    updater.autoInstallOnAppQuit = false;
    updater.allowDowngrade = false;
    updater.allowPrerelease = false;
    updater.on('update-available', ({ version }) => this.#become('downloading', version));
    updater.on('update-not-available', () => this.#become('up_to_date', null));
    updater.on('update-downloaded', ({ version }) => this.#become('ready', version));
    updater.on('error', () => this.#failed());
  }

  #failed(): void {
    // an update that is here already stays ready, whatever a later look says
    if (this.#state !== 'ready') this.#become('failed', null);
  }

  #become(state: UpdateView['state'], version: string | null): void {
    this.#state = state;
    this.#version = version;
    if (state !== 'checking') this.#checkedAt = this.#ports.now();
    this.#ports.onChange();
  }

  async check(): Promise<void> {
    const { updater } = this.#ports;
    if (!updater || this.#state === 'ready' || this.#state === 'checking' || this.#state === 'downloading')
      return;
    this.#become('checking', null);
    try {
      await updater.checkForUpdates();
    } catch {
      this.#failed();
    }
  }

  /** Once a day, if the person lets it. */
  async checkIfDue(): Promise<void> {
    const { now, isAutomatic } = this.#ports;
    const isDue = this.#checkedAt === null || now() - this.#checkedAt >= CHECK_EVERY_MS;
    if (isAutomatic() && isDue) await this.check();
  }

  /** By the person's own word, also while clocked in. */
  restartNow(): boolean {
    const { updater, beforeRestart } = this.#ports;
    if (!updater || this.#state !== 'ready') return false;
    beforeRestart();
    updater.quitAndInstall(true, true);
    return true;
  }

  /** After a clock-out, or on quitting: installs what is ready, if nobody is clocked in. */
  installIfFree({ isQuitting }: { isQuitting: boolean }): boolean {
    const { updater, isClockedIn, isAutomatic, beforeRestart } = this.#ports;
    if (!updater || this.#state !== 'ready' || isClockedIn() || !isAutomatic()) return false;
    beforeRestart();
    updater.quitAndInstall(true, !isQuitting);
    return true;
  }
}
