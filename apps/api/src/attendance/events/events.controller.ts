import { sendAttendanceEvents } from '@devpulse/contracts/attendance/events';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { EventUploadService } from './event-upload.service.ts';
import { UploadPace } from './upload-pace.ts';

@Controller()
export class AttendanceEventsController {
  readonly #uploads: EventUploadService;
  readonly #pace: UploadPace;

  constructor(uploads: EventUploadService, pace: UploadPace) {
    this.#uploads = uploads;
    this.#pace = pace;
  }

  @ContractRoute(sendAttendanceEvents)
  async send({
    member,
    params,
    body,
  }: RouteCall<typeof sendAttendanceEvents>): Promise<RouteResponse<typeof sendAttendanceEvents>> {
    this.#pace.take(member.userId, params.device);
    return this.#uploads.take(member, params.device, body.events);
  }
}
