/** Names under which Nest hands out what is not a class of this app. */
export const APP_DATABASE = Symbol('the database as devpulse_app');
export const DASHBOARD_DATABASE = Symbol('the database as devpulse_dashboard');
export const QUEUES = Symbol('the queues');
export const DASHBOARD_READS = Symbol('the read verbs of the dashboard');
export const INSERT_DELIVERIES = Symbol('the verb that stores deliveries');
export const ENQUEUE_DELIVERIES = Symbol('the verb that queues deliveries');
export const OPEN_CHANGE_FEED = Symbol('opens the feed of recomputed days');
export const VAULT = Symbol('what keeps secrets sealed');
export const ENQUEUE_MAILS = Symbol('the verb that queues mails');
/** `SafeFetch` for what a tenant entered, and for what the operator of the instance configured. */
export const SAFE_FETCH = Symbol('fetch for addresses that somebody entered');
export const OPERATOR_FETCH = Symbol('fetch for addresses of the configuration');
/** `FetchOf`: how each GitHub is reached. */
export const GITHUB_FETCH = Symbol('fetch by the GitHub that is asked');
/** `GithubAccess`: speaks as Apps, installations and tokens, within their budgets. */
export const GITHUB_ACCESS = Symbol('what speaks to GitHub');
