import { runService } from '@tandem/platform';
import { experiments } from './app.module';
import { config } from './config';

void runService(experiments, config);
