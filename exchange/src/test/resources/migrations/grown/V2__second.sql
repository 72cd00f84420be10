create table second_one (n int);
