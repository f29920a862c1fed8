import { describe, expect, it } from '@jest/globals';
import { UsageError, readOptions } from './options';

describe('The command line', () => {
  it('may be empty', () =>
    expect(readOptions([])).toEqual({ port: 4000, dataDir: '.tandem', fresh: false, help: false }));

  it('says where, from what, and whether anew', () =>
    expect(readOptions(['--port', '4100', '--data-dir=/tmp/x', '--fresh', '--repo', '../shop'])).toEqual({
      port: 4100,
      dataDir: '/tmp/x',
      fresh: true,
      repo: '../shop',
      help: false,
    }));

  it.each([
    ['an unknown option', ['--prot', '1'], "Unknown option '--prot'"],
    ['a word too many', ['now'], "Unexpected argument 'now'"],
    ['a port that is no number', ['--port', 'http'], '--port http'],
    ['a port that does not exist', ['--port', '65536'], '--port 65536'],
    ['an option without its value', ['--port'], '--port'],
    ['an empty directory', ['--data-dir', ''], '--data-dir is empty'],
  ])('refuses %s in one line', (_, args, message) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(message);
    expect(() => readOptions(args)).not.toThrow(/\n/);
  });
});
