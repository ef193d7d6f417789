import type { ImportJob } from '@devpulse/jobs/catalogue';
import type { GithubRoom } from '../platform/github-room.ts';

export async function importRepository(_room: GithubRoom, _job: ImportJob): Promise<void> {}
