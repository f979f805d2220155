typedef int rot_placeholder;
