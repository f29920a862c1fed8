import { runService } from '@tandem/platform';
import { notifications } from './app.module';
import { config } from './config';

void runService(notifications, config);
