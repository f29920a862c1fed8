import { Module } from '@nestjs/common';
import type { Service } from '@tandem/platform';
import { TeamNotices } from './notice/notice.graphql';
import { NoticeModule } from './notice/notice.module';

@Module({ imports: [NoticeModule] })
class AppModule {}

/** Who is told what: for now, in the inbox of the application. */
export const notifications: Service = {
  name: 'notifications',
  module: AppModule,
  migrations: [],
  orphanedTypes: [TeamNotices],
};
