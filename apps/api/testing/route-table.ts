import { GUARDS_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Every route that a controller of the application serves, and whether a guard stands before it. */
export function readRouteTable(app: NestFastifyApplication): { path: string; isGuarded: boolean }[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    const controller = metatype as { prototype: Record<string, object> };
    return Object.getOwnPropertyNames(controller.prototype)
      .filter((name) => name !== 'constructor')
      .map((name) => controller.prototype[name] as object)
      .filter((method) => Reflect.hasMetadata(PATH_METADATA, method))
      .map((method) => ({
        path: String(Reflect.getMetadata(PATH_METADATA, method)),
        isGuarded: [controller, method].some((target) => Reflect.hasMetadata(GUARDS_METADATA, target)),
      }));
  });
}
