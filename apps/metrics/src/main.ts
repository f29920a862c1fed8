import { runService } from '@tandem/platform';
import { metrics } from './app.module';
import { config } from './config';

void runService(metrics, config);
