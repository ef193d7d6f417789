import { existsSync } from 'node:fs';
import electronUpdater from 'electron-updater';
import type { Updater } from './updates.ts';

type Build = {
  isPackaged: boolean;
  platform: NodeJS.Platform;
  isAppImage: boolean;
  /** What electron-builder packs of the feed. */
  feedFile: string;
};

/**
 * electron-updater, which checks the signature of what it fetched (macOS, Windows) or its SHA-512 from a feed over https (Linux).
 * Null where the build cannot replace itself or has no feed. The feed's address is packed with the app and cannot be set at run time.
 */
export function systemUpdater({ isPackaged, platform, isAppImage, feedFile }: Build): Updater | null {
  if (!isPackaged || (platform === 'linux' && !isAppImage) || !existsSync(feedFile)) return null;
  const { autoUpdater } = electronUpdater;
  autoUpdater.logger = null;
  return autoUpdater as Updater;
}
