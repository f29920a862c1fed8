module.exports = { ...require('../../jest.preset.cjs'), displayName: 'exercises', rootDir: __dirname };
