import { Module } from '@nestjs/common';
import { ChoicesService } from './clock/choices.service.ts';
import { ClockController } from './clock/clock.controller.ts';
import { ClockService } from './clock/clock.service.ts';
import { CorrectionListsService } from './corrections/correction-lists.service.ts';
import { CorrectionsController } from './corrections/corrections.controller.ts';
import { CorrectionDecisionsService } from './corrections/decisions.service.ts';
import { CorrectionRequestsService } from './corrections/requests.service.ts';
import { DaysController } from './days/days.controller.ts';
import { DaysService } from './days/days.service.ts';
import { EventUploadService } from './events/event-upload.service.ts';
import { AttendanceEventsController } from './events/events.controller.ts';
import { UploadPace } from './events/upload-pace.ts';
import { LeaveController } from './leave/leave.controller.ts';
import { LeaveService } from './leave/leave.service.ts';
import { LocksController } from './locks/locks.controller.ts';
import { LocksService } from './locks/locks.service.ts';
import { AttendanceSettingsController } from './settings/attendance-settings.controller.ts';
import { AttendanceSettingsService } from './settings/attendance-settings.service.ts';
import { TeamController } from './team/team.controller.ts';
import { TeamService } from './team/team.service.ts';

@Module({
  controllers: [
    AttendanceEventsController,
    ClockController,
    DaysController,
    CorrectionsController,
    LeaveController,
    TeamController,
    LocksController,
    AttendanceSettingsController,
  ],
  providers: [
    EventUploadService,
    UploadPace,
    ClockService,
    ChoicesService,
    DaysService,
    CorrectionRequestsService,
    CorrectionDecisionsService,
    CorrectionListsService,
    LeaveService,
    TeamService,
    LocksService,
    AttendanceSettingsService,
  ],
})
export class AttendanceModule {}
