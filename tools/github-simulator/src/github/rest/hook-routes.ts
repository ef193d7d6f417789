import type { GithubApp } from '../apps/registry.ts';
import type { HookDelivery } from '../hooks/delivery-log.ts';
import { ApiError } from '../http/api-error.ts';
import { fieldsOf, jsonAnswer } from '../http/exchange.ts';
import type { Call, Route } from '../http/hub.ts';
import { dateTime } from '../world/instant.ts';
import { callingApp } from './app-routes.ts';
import { cursorPage } from './paging.ts';

function configJson(app: GithubApp) {
  return {
    content_type: 'json',
    insecure_ssl: '0',
    url: app.hookUrl ?? '',
    ...(app.webhookSecret !== null && { secret: '********' }),
  };
}

function changeConfig(call: Call) {
  const app = callingApp(call);
  const { url, secret } = fieldsOf(call.exchange);
  if (typeof url === 'string') app.hookUrl = url;
  if (typeof secret === 'string') app.webhookSecret = secret;
  return jsonAnswer(200, configJson(app));
}

function deliveryItemJson(delivery: HookDelivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: dateTime(delivery.deliveredAt),
    redelivery: delivery.isRedelivery,
    duration: delivery.durationSeconds,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function listDeliveries(call: Call) {
  const all = call.hub.hooks.log.of(callingApp(call));
  const wanted = call.exchange.query.get('status');
  const isGood = ({ statusCode }: HookDelivery) => statusCode >= 200 && statusCode < 400;
  const items = wanted === null ? all : all.filter((one) => isGood(one) === (wanted === 'success'));
  const { shown, headers } = cursorPage(call, items, {
    after: 'cursor',
    before: null,
    idOf: ({ id }) => id,
  });
  return jsonAnswer(200, shown.map(deliveryItemJson), headers);
}

function deliveryOf(call: Call): HookDelivery {
  const found = call.hub.hooks.log.find(callingApp(call), Number(call.params.id));
  if (found === null) throw new ApiError(404, 'Not Found');
  return found;
}

function showDelivery(call: Call) {
  const delivery = deliveryOf(call);
  return jsonAnswer(200, {
    ...deliveryItemJson(delivery),
    url: delivery.url,
    request: { headers: delivery.requestHeaders, payload: JSON.parse(delivery.body) as unknown },
    response: { headers: delivery.responseHeaders, payload: delivery.responseBody },
  });
}

/** The App's webhook and the log of its deliveries. */
export const hookRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/app/hook/config',
    answer: (call) => jsonAnswer(200, configJson(callingApp(call))),
  },
  { method: 'PATCH', path: '/app/hook/config', answer: changeConfig },
  { method: 'GET', path: '/app/hook/deliveries', answer: listDeliveries },
  { method: 'GET', path: '/app/hook/deliveries/:id', answer: showDelivery },
  {
    method: 'POST',
    path: '/app/hook/deliveries/:id/attempts',
    answer: (call) => {
      call.hub.hooks.redeliver(deliveryOf(call));
      return jsonAnswer(202, {});
    },
  },
];
