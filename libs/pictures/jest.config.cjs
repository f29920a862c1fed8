module.exports = { ...require('../../jest.preset.cjs'), displayName: 'pictures', rootDir: __dirname };
