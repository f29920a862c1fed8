import { provision } from '@tandem/event-store';
import { testDatabase } from '@tandem/event-store/testing';
import { Pool } from 'pg';
import { CreateBus1760000000000, CreateConsumer1760000000001 } from './index';

/** For the specs of this library: a fresh database with a bus and a consuming service, seen with the rights of an application. */
export async function specDatabase() {
  const { url, close } = await testDatabase();
  await provision({ url, schema: 'bus' }, [CreateBus1760000000000]);
  await provision({ url, schema: 'service' }, [CreateConsumer1760000000001]);
  const pool = (role: string, max: number) => {
    const made = new Pool({ connectionString: url, options: `-c role=${role} -c search_path=service`, max });
    made.on('error', () => undefined);
    return made;
  };
  const [app, owner] = [pool('service_app', 20), pool('service_owner', 2)];
  return {
    url,
    pool: app,
    /** Makes a table that the application may write. */
    table: async (name: string, columns: string) => {
      await owner.query(`CREATE TABLE ${name} (${columns}); GRANT ALL ON ${name} TO service_app`);
      await owner.query(`GRANT ALL ON ALL SEQUENCES IN SCHEMA service TO service_app`);
    },
    close: async () => {
      await Promise.all([app.end(), owner.end()]);
      await close();
    },
  };
}
