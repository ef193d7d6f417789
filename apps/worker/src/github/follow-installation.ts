import type { InstallationJob } from '@devpulse/jobs/catalogue';
import type { GithubRoom } from '../platform/github-room.ts';

export async function followInstallation(_room: GithubRoom, _job: InstallationJob): Promise<void> {}
