import { sendAttendanceEvents } from '@devpulse/contracts/attendance/events';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { EventUploadService } from './event-upload.service.ts';

@Controller()
export class AttendanceEventsController {
  readonly #uploads: EventUploadService;

  constructor(uploads: EventUploadService) {
    this.#uploads = uploads;
  }

  @ContractRoute(sendAttendanceEvents)
  async send({
    member,
    params,
    body,
  }: RouteCall<typeof sendAttendanceEvents>): Promise<RouteResponse<typeof sendAttendanceEvents>> {
    return this.#uploads.take(member, params.device, body.events);
  }
}
