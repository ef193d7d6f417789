import { ROUTES } from '@devpulse/contracts/routes';
import { Controller, Get, Header } from '@nestjs/common';
import { Access } from './access/access-rule.ts';
import { renderOpenapi } from './openapi.ts';

/** Open to anyone: the description is the same in every installation. */
@Controller()
export class OpenapiController {
  readonly #text = JSON.stringify(renderOpenapi(ROUTES));

  @Get('/api/v1/openapi.json')
  @Access('anyone')
  @Header('content-type', 'application/json; charset=utf-8')
  openapi(): string {
    return this.#text;
  }
}
