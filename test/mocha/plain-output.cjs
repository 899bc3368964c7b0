// Whatever a test starts prints without colours: tests read it, also where the environment asks for colours.
delete process.env.FORCE_COLOR;
process.env.NO_COLOR = '1';
