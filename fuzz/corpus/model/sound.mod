var y (long_name='income'); varexo e; parameters a; a = 0.5; // one
model; [name='y'] y = a*y(-1) + e; end;
initval; y = 1; e = 2; end;
shocks; var e; periods 1:3 5; values 3 (4*a); end;
