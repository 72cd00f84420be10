create table first_one (n int);
