import { runService } from '@tandem/platform';
import { exercises } from './app.module';
import { config } from './config';

void runService(exercises, config);
