import { Module } from '@nestjs/common';
import { PlaybookResolver } from './playbook.resolver';

@Module({ providers: [PlaybookResolver] })
export class PlaybookModule {}
