/** Names under which Nest hands out what is not a class of this app. */
export const APP_DATABASE = Symbol('the database as devpulse_app');
export const DASHBOARD_DATABASE = Symbol('the database as devpulse_dashboard');
export const QUEUES = Symbol('the queues');
export const DASHBOARD_READS = Symbol('the read verbs of the dashboard');
export const INSERT_DELIVERIES = Symbol('the verb that stores deliveries');
export const ENQUEUE_DELIVERIES = Symbol('the verb that queues deliveries');
export const OPEN_CHANGE_FEED = Symbol('opens the feed of recomputed days');
