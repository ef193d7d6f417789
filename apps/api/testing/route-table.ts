import type { Route } from '@devpulse/contracts/route';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type AccessRule, accessRuleOf, ROUTE_METADATA } from '../src/platform/access/access-rule.ts';

export type ServedRoute = {
  method: string;
  path: string;
  /** Who may call it; null when the handler does not say. */
  rule: AccessRule | null;
  /** The id of the contract's route; null for an address outside of the contracts. */
  id: string | null;
};

/** Every route that a controller of the application serves, with what it says of who may call it. */
export function readRouteTable(app: NestFastifyApplication): ServedRoute[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    const controller = metatype as { prototype: Record<string, object> };
    return Object.getOwnPropertyNames(controller.prototype)
      .filter((name) => name !== 'constructor')
      .map((name) => controller.prototype[name] as object)
      .filter((method) => Reflect.hasMetadata(PATH_METADATA, method))
      .map((method) => ({
        method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, method) as number] ?? '',
        path: String(Reflect.getMetadata(PATH_METADATA, method)),
        rule: accessRuleOf(method),
        id: (Reflect.getMetadata(ROUTE_METADATA, method) as Route | undefined)?.id ?? null,
      }));
  });
}
