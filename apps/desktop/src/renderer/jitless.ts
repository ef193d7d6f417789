import { config } from 'zod';

// The policy of the windows lets nothing be made from text; this must come before any schema is used.
config({ jitless: true });
