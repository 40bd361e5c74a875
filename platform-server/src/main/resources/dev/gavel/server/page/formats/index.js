/** The kinds of auction, in the order in which they are offered: a new kind is a folder, and a line here. */
import { enter } from './rooms.js';
import { english } from './english/room.js';
import { clock } from './clock/room.js';
import { dutch } from './dutch/room.js';
import { sealed } from './sealed/room.js';
import { vickrey } from './vickrey/room.js';
import { reverse } from './reverse/room.js';
import { uniform } from './uniform/room.js';
import { yankee } from './yankee/room.js';
import { unknown } from './shared/unknown.js';

enter({ english, clock, dutch, sealed, vickrey, reverse, uniform, yankee }, unknown);
