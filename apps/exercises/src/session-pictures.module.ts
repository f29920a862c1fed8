import { Module } from '@nestjs/common';
import { SessionPicturesController } from './session-pictures.controller';
import { SessionPictures } from './session-pictures.queries';
import { SessionPicturesResolver } from './session-pictures.resolver';
import { SessionModule } from './session/session.module';
import { TeamModule } from './team/team.module';

@Module({
  imports: [TeamModule, SessionModule],
  controllers: [SessionPicturesController],
  providers: [SessionPictures, SessionPicturesResolver],
})
export class SessionPicturesModule {}
